"""What households say themselves to what is recorded about them."""

from uuid import UUID

from support.cast import TODAY, Zone, do
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_child, at_household, new, of_household
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.registry.access import QUERIES
from xiuhua.registry.commands.household_answers import RecordHouseholdAnswer

PARTS = {
    "answer_id": lambda s: s.zone["answer"],
}

PAGES = (
    Page(
        "answer-record",
        (asked(25),),
        form={"answers": at_household, "said": "这一笔没有收到", "said_by": at_child, "said_on": "2018-06-20"},
        photos=(Photo("answer-record", "leader", "households/{large}/answer"),),
    ),
    Page(
        "answer-reply",
        (asked(17),),
        form={"outcome": "stays", "done": "问过本人，看了存折"},
        elsewhere="test_household_answers.py: it needs something that was said",
    ),
)

SAMPLES = {
    "registry.handle_household_answer": Sample(
        lambda s: of_household(s, answer_id=str(s.zone["answer"]), outcome="stays", done="问过本人，看了存折")
    ),
    "registry.record_household_answer": Sample(
        lambda s: of_household(
            s,
            answer_id=new("answer"),
            answers=str(s.zone.household),
            said="这一笔没有收到",
            said_by=str(s.zone.head),
            said_on=str(TODAY),
        ),
        {"answers": lambda s: str(s.zone.child), "said_by": lambda s: str(s.zone.child)},
    ),
}

READS = (Read("/households/{household_id}/answers", QUERIES["registry.households"]),)

ALIKE = {
    "most": 6,
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the head of the zone's household say something to what is recorded."""
    zone["answer"] = answer = _id(zone, "answer")
    words = {"answers": zone.household, "said": "那一年没有卖羊", "said_by": zone.head, "said_on": TODAY}
    do([RecordHouseholdAnswer(id=_id(zone, "wish"), household_id=zone.household, answer_id=answer, **words)], actor)


def _id(zone: Zone, name: str) -> UUID:
    return derived_id(zone.household, "answers", name)
