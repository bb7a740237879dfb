"""What the tables of training are called in the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from xiuhua.groups.rules.training import ATTENDED_NAMES, COURSE_STATES, ENOUGH_NAMES, NEED_STATES, subjects
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.table_words import Say, as_stored, named

TABLES: Final = {
    "groups_training_need": Text("培训需求", "training need"),
    "groups_course": Text("培训", "course"),
    "groups_course_seat": Text("参加培训的人", "member at a course"),
}
SPECIAL: Final[Mapping[tuple[str, str], Text]] = {
    ("groups_training_need", "subject"): Text("哪方面", "subject"),
    ("groups_training_need", "words"): Text("具体想学什么", "what exactly"),
    ("groups_training_need", "since"): Text("从什么时候起需要", "needed since"),
    ("groups_training_need", "wanted_by"): Text("最好哪天以前", "wanted by"),
    ("groups_training_need", "told_on"): Text("哪天说的", "said on"),
    ("groups_training_need", "ended_on"): Text("哪天满足或撤回", "met or taken back on"),
    ("groups_course", "title"): Text("培训的名字", "title"),
    ("groups_course", "subject"): Text("哪方面", "subject"),
    ("groups_course", "first_on"): Text("从哪天", "from"),
    ("groups_course", "last_on"): Text("到哪天", "until"),
    ("groups_course", "hours"): Text("学时", "hours"),
    ("groups_course", "organiser_id"): Text("哪个单位办", "held by"),
    ("groups_course", "teacher"): Text("谁来讲", "who teaches"),
    ("groups_course", "planned_on"): Text("哪天安排的", "planned on"),
    ("groups_course", "ended_on"): Text("哪天登记或取消", "recorded or cancelled on"),
    ("groups_course", "end_reason"): Text("为什么取消", "why it was cancelled"),
    ("groups_course_seat", "invited"): Text("请了吗", "invited"),
    ("groups_course_seat", "came"): Text("来了没有", "did the member come"),
    ("groups_course_seat", "reason"): Text("为什么没有来", "why not"),
    ("groups_course_seat", "enough"): Text("够用了吗", "was it enough"),
    ("groups_course_seat", "useful"): Text("哪些用得上", "what was of use"),
    ("groups_course_seat", "still_wanted"): Text("还想学什么", "what is still wanted"),
    ("groups_course_seat", "said_on"): Text("哪天说的", "said on"),
}


def _subject(value: Any) -> Text:
    return subjects(catalogue.policy(), on=date.max).get(str(value), as_stored(value))


SAID_HERE: Final[Mapping[tuple[str, str], Say]] = {
    ("groups_training_need", "subject"): _subject,
    ("groups_course", "subject"): _subject,
    ("groups_training_need", "state"): named({str(state): name for state, name in NEED_STATES.items()}),
    ("groups_course", "state"): named({str(state): name for state, name in COURSE_STATES.items()}),
    ("groups_course_seat", "came"): named({str(came): name for came, name in ATTENDED_NAMES.items()}),
    ("groups_course_seat", "enough"): lambda value: ENOUGH_NAMES[bool(value)],
}
KEPT_BACK: Final = frozenset({"course_id", "need_id", "planned_by", "told_by"})
