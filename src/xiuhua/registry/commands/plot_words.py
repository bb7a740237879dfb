"""How the fields of a plot are asked: the question, why, who uses the answer, what can be chosen."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.area import MU
from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.registry.commands.words import FINDS, HISTORY, TEAM, Marks
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES

_ADDS = UsedBy("算出一个地方有多少撂荒地", "adding up how much land of a place is idle")
_MATCHES = UsedBy("撂荒地和用地需求对接", "matching idle land with who needs land")


def _side(zh: str, en: str) -> Marks:
    return asked(f"{zh}边到哪里？", f"What lies to the {en}?"), HISTORY


ASKED: Final[Mapping[str, Marks]] = {
    "name": (
        asked(
            "这块地叫什么？", "What is the plot called?", why=Text("村里怎么叫就怎么写。", "As the village calls it.")
        ),
        TEAM,
    ),
    "code": (
        asked(
            "地块代码是多少？",
            "What is its code?",
            why=Text("承包合同或权证上有，没有就不填。", "It stands in the contract or certificate, if there is one."),
        ),
        FINDS,
    ),
    "area": (asked("多少亩？", "How many mu?", unit=MU), _ADDS),
    "land_class": (asked("是什么地？", "What kind of land is it?", choices=CLASS_NAMES, kind="reference"), _MATCHES),
    "land_use": (asked("现在怎么用？", "What is done with it now?", choices=USE_NAMES, kind="reference"), _ADDS),
    "idle_since": (
        asked(
            "什么时候撂荒的？",
            "Since when has it been idle?",
            why=Text("写年份，或者年月日。", "A year, or a day such as 2015-03-01."),
        ),
        _MATCHES,
    ),
    "willing": (asked("愿意流转吗？", "May it be transferred?", choices=WILLING_NAMES, kind="reference"), _MATCHES),
    "east": _side("东", "east"),
    "south": _side("南", "south"),
    "west": _side("西", "west"),
    "north": _side("北", "north"),
}
"""By name of the field."""
