"""What the table of files is called in the journal."""

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import TableWords

WORDS = TableWords(
    tables={"files_stored": Text("材料", "file")},
    columns={
        "size": Text("字节数", "bytes"),
        "media_type": Text("文件种类", "kind of file"),
        "removed_at": Text("删除日期", "removed on"),
    },
    special={("files_stored", "name"): Text("文件名", "name of the file")},
    kept_back=frozenset({"kept_by", "kept_at"}),
)
