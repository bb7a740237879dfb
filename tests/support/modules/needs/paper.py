"""Codes on paper, and the open page for whoever holds one."""

from uuid import UUID

from support.cast import Zone, do, fresh
from support.declared import Page, Photo, Sample, asked
from support.standing import new
from xiuhua.kernel.actors import Actor
from xiuhua.needs.commands.paper import IssueCode
from xiuhua.needs.paper import digest_of, new_code


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's household have a code."""
    zone["paper_code"] = fresh()
    issued = {"household_id": zone.household, "code_id": zone["paper_code"], "digest": digest_of(new_code())}
    do([IssueCode(id=fresh(), **issued)])


PARTS = {"code_id": lambda s: s.zone["paper_code"]}

PAGES = (
    Page("paper-issue", (asked(6),), photos=(Photo("paper-issue", "leader", "households/{large}/code"),)),
    Page("paper-revoke", (asked(6),), photos=(Photo("paper-revoke", "leader", "households/{large}/code/revoke"),)),
    Page(
        "paper",
        photos=(Photo("paper", None, "paper", main=True),),
        open="a household with a code on paper has no account; the code opens its own needs and nothing else",
    ),
)

SAMPLES = {
    "needs.issue_code": Sample(
        lambda s: {"household_id": str(s.zone.second), "code_id": new("code"), "digest": UUID(new("digest")).hex}
    ),
    "needs.revoke_code": Sample(lambda s: {"code_id": str(s.zone["paper_code"])}),
    "needs.tell_by_code": Sample(
        lambda s: {"code_id": str(s.zone["paper_code"]), "need_id": new("need"), "kind": "water", "text": "水管坏了"}
    ),
    "needs.answer_by_code": Sample(
        lambda s: {
            "code_id": str(s.zone["paper_code"]),
            "need_id": str(s.zone["need_delivered"]),
            "satisfied": True,
            "words": "办得好",
        }
    ),
}
