"""The words of the paper that tells a household what is held about it. Outside stands nothing that tells of anybody."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from xiuhua.kernel.text import Text
from xiuhua.registry.rules.shown import FIELD_NAMES, field_name, value_words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_MARKS: Final[Mapping[str, str]] = {"、": ", ", "，": ", ", "：": ": ", "；": "; "}
_OWN_NAMES: Final[Mapping[str, Text]] = {
    "female": Text("性别", "sex"),
    "birth_date": Text("出生日期", "date of birth"),
}


class _Words(dict[str, Text]):
    """Words by name."""

    def row(self, *names: str) -> tuple[Text, ...]:
        """Return the headings of a table."""
        return tuple(self[name] for name in names)


WORDS: Final = _Words(
    title=Text("个人信息查询书", "Report on personal data"),
    number=Text("编号 {number}", "Number {number}"),
    household=Text("这一户", "The household"),
    incomes=Text("收入台账", "Income ledgers"),
    land=Text("地块", "Plots of land"),
    open=Text("还没有问清楚的", "Not cleared up yet"),
    why=Text("为什么留着这些信息，谁看得到", "Why this is kept, and who can see it"),
    agreed=Text("你们同意过什么", "What you agreed to"),
    looked=Text(
        "谁看过遮住的信息，谁带走过有你们的表", "Who looked at what is masked, and who took a sheet with you in it"
    ),
    own_words=Text("你们说过的话", "What you said yourselves"),
    about=Text("说的是", "Of what"),
    said=Text("原话", "Your words"),
    came_of=Text("核对的结果", "What came of it"),
    history=Text("记录怎么来、怎么改的", "How the record came about and changed"),
    answer=Text("您的意见", "Your answer"),
    how_to_answer=Text(
        "哪一项不对、不该留，或者不愿意这样用，请写在下面，交给送来这份材料的人或封面上的地方；也可以向县级主管部门或网信部门反映。"
        "不用说明理由，也不影响帮扶。收到以后会核对、答复，并留下记录。",
        "If something is wrong, should not be kept, or should not be used in this way, write it below and give it to"
        " whoever brought this paper or to the office on its cover; you can also turn to the county's department in"
        " charge or its cyberspace office. You need give no reasons, and the help does not depend on it. It will be"
        " checked and answered, and the answer kept.",
    ),
    item=Text("项目", "Item"),
    value=Text("内容", "Content"),
    source=Text("来源、日期", "Source and date"),
    kind=Text("种类", "Kind"),
    year=Text("年度", "Year"),
    project=Text("项目", "What brought it"),
    amount=Text("金额", "Amount"),
    evidence=Text("凭证", "Evidence"),
    plot=Text("地块", "Plot"),
    area=Text("面积", "Area"),
    use=Text("用途", "Use"),
    person=Text("谁", "Who"),
    question=Text("疑问", "Question"),
    date=Text("日期", "Date"),
    time=Text("时间", "Time"),
    purposes=Text("用途", "Purposes"),
    purpose=Text("用途、事由", "Purpose and reason"),
    ground=Text("依据", "Ground"),
    kept=Text("留多久", "Kept how long"),
    seen=Text("哪些岗位看得到", "Posts that see it"),
    given_by=Text("谁同意的", "Agreed by"),
    term=Text("起止", "Term"),
    what=Text("做了什么", "What was done"),
    details=Text("内容", "Details"),
    by=Text("岗位", "Post"),
    no_end=Text("没有期限", "no end"),
    nothing=Text("没有记下同意。", "No consent is recorded."),
    revoked=Text("{zh}撤回", "withdrawn {en}"),
)


def day(on: date) -> Text:
    """Return a day as people write it.

    >>> day(date(2017, 9, 12))
    Text(zh='2017年9月12日', en='12 Sep 2017')
    """
    return Text(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {_MONTHS[on.month - 1]} {on.year}")


def joined(mark: str, parts: Iterable[Text]) -> Text:
    """Return several texts as one, with a mark between them as each language writes it.

    >>> joined("、", (Text("走访", "visiting"), Text("审计", "audit")))
    Text(zh='走访、审计', en='visiting, audit')
    """
    said = [part for part in parts if part.zh or part.en]
    return Text(mark.join(p.zh for p in said), _ENGLISH_MARKS.get(mark, mark).join(p.en for p in said))


def personal_name(column: str) -> Text:
    """Return what a column of a person is called on paper."""
    return _OWN_NAMES[column] if column in _OWN_NAMES and column not in FIELD_NAMES else field_name(column)


def personal_value(column: str, value: Any) -> Text:
    """Return the value of a column of a person in words, in the clear.

    >>> personal_value("female", True).zh, personal_value("birth_date", date(1970, 3, 5)).en
    ('女', '5 Mar 1970')
    """
    if column == "female":
        return Text("女", "female") if value else Text("男", "male")
    if isinstance(value, date):
        return day(value)
    return value_words(column, value)
