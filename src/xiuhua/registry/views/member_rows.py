"""The people of a household as rows of the table on its page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.text import Text
from xiuhua.platform.pages import addresses
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.rules.report_words import joined

_NOT_SAID = Text("", "")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What the table says of somebody; an address is empty where the viewer may not go there."""

    id: UUID
    name: str
    relation: Text
    age: Text | None
    identity: str
    phone: str
    condition: Text
    schooling: Text
    work: Text
    correct_url: str
    reveal_url: str


def member_rows(page: Household, *, may_correct: bool, maskable: Collection[UUID]) -> Sequence[MemberRow]:
    """Return the present members; ``maskable`` are those of whom the viewer may ask to see what is masked."""
    ids = [str(member.id) for member in page.members]
    correct = addresses("member-correct", str(page.id), each=ids) if may_correct else {}
    reveal = addresses("member-reveal", str(page.id), each=[str(key) for key in maskable])
    return [_row(member, correct.get(str(member.id), ""), reveal.get(str(member.id), "")) for member in page.members]


def _row(member: Member, correct_url: str, reveal_url: str) -> MemberRow:
    said = member.said
    return MemberRow(
        id=member.id,
        name=member.name,
        relation=member.relation,
        age=None if member.age is None else Text(f"{member.age} 岁", f"{member.age}"),
        identity=member.identity,
        phone=member.phone,
        condition=joined(" · ", (member.health or _NOT_SAID, said.get("labour", _NOT_SAID))),
        schooling=joined(" · ", (said.get("education", _NOT_SAID), said.get("school", _NOT_SAID))),
        work=joined(" · ", (said.get("work_place", _NOT_SAID), said.get("work_months", _NOT_SAID))),
        correct_url=correct_url,
        reveal_url=reveal_url,
    )
