"""What the table of exports is called in the journal."""

from typing import Any

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import label_of
from xiuhua.platform.journal.table_words import TableWords


def _sheet(value: Any) -> Text:
    return label_of(str(value))


WORDS = TableWords(
    tables={
        "exchange_export": Text("导出的表", "exported sheet"),
        "exchange_exported_village": Text("导出的表里一个村的户", "households of a village in an exported sheet"),
    },
    columns={"filters": Text("筛选", "filters"), "rows_digest": Text("行的校验值", "digest of the rows")},
    special={
        ("exchange_export", "kind"): Text("哪种表", "kind of sheet"),
        ("exchange_export", "rows"): Text("行数", "rows"),
    },
    kept_back=frozenset({"export_id", "marks", "post", "taken_by", "taken_at"}),
    said_here={("exchange_export", "kind"): _sheet},
)
