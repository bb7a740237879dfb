"""Papers of households: the booklet, the card, the file."""

from collections.abc import Mapping
from typing import Any

from support.cast import Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Sample, asked
from support.standing import of_household
from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.papers import MakePaper
from xiuhua.kernel.actors import Actor

MAKE = COMMANDS[MakePaper.code]


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's household have a paper that somebody else made."""
    zone["paper"] = fresh()
    do([MakePaper(id=zone["paper"], household_id=zone.household, kind="booklet", purpose="help")], actor)


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let whoever helps have made a paper of their own."""
    home = cast.inside(viewer).household
    if not viewer.actor.reaches(cast.inside(viewer).place_code, MAKE.roles):
        return {}
    paper = fresh()
    do([MakePaper(id=paper, household_id=home, kind="file", purpose="help")], viewer.actor)
    return {"care_paper": paper}


PARTS = {"made_id": lambda s: s.mine("care_paper", s.zone["paper"])}

PAGES = (
    Page(
        "household-paper-make",
        (asked(6),),
        form={"kind": "booklet", "purpose": "help"},
        photos=(Photo("household-paper-make", "leader", "households/{helped}/papers/make"),),
    ),
    Page("household-paper", (asked(7),), own="care_paper", elsewhere="test_papers.py: it needs a paper"),
    Page("household-paper-pdf", (asked(33),), own="care_paper", no_page="a document on paper"),
    Page("household-paper-docx", (asked(33),), own="care_paper", no_page="a document for a word processor"),
)

SAMPLES = {"care.make_paper": Sample(lambda s: of_household(s, kind="card", purpose="help"))}
