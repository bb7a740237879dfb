"""Work: vacancies, wishes, and each step of a job."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from support.canaries import A, B, C
from support.cast import EARLIER, TODAY, Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, at_child, new
from xiuhua.kernel.actors import Actor
from xiuhua.needs.access import COMMANDS, QUERIES
from xiuhua.needs.commands.agreements import AgreeForFirm, AgreeForPerson
from xiuhua.needs.commands.jobs import ProposeJob
from xiuhua.needs.commands.letters import MakeLetter
from xiuhua.needs.commands.meeting import AnswerMatch
from xiuhua.needs.commands.vacancies import AddVacancy
from xiuhua.needs.commands.wishes import WishForWork

COUNTY = "620122000000"
_DAY = "2018-06-20"
WORDS: Final = {
    A: {"wish": "想学编筐手艺", "contact": "柳经理 编柳筐"},
    B: {"wish": "欲觅罛罟鞣革", "contact": "鱻总管廛肆"},
    C: {"wish": "愿习镂罍髹漆", "contact": "麤掌柜糶坊"},
}
_REACHED: Final = {"wished": "head", "proposed": "spouse", "agreed": "child", "taken": "second_head"}
"""By how far a job of a zone has come: whose it is."""


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's village have a vacancy, and its people a wish, and a job in each state in which somebody waits."""
    zone["vacancy"] = fresh()
    do([_vacancy(zone)])
    for reached, who in _REACHED.items():
        need = zone[f"job_{reached}"] = fresh()
        home = zone.second if who == "second_head" else zone.household
        do([_wish(zone, home, getattr(zone, who), need)])
        steps = (
            [ProposeJob(id=fresh(), need_id=need, match_id=fresh(), vacancy_id=zone["vacancy"], proposed_on=EARLIER)],
            [
                AgreeForPerson(id=fresh(), need_id=need, agreed_by="self", how="in_person", agreed_on=EARLIER),
                AgreeForFirm(id=fresh(), need_id=need, said_by=_word(zone), how="phone", agreed_on=EARLIER),
            ],
            [AnswerMatch(id=fresh(), need_id=need, accepted=True, answered_on=EARLIER)],
        )
        for each in steps[: list(_REACHED).index(reached)]:
            do(each)
    zone["letter"] = fresh()
    do([MakeLetter(id=zone["letter"], need_id=zone["job_taken"])], actor)


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let whoever helps have made a letter of their own."""
    zone = cast.inside(viewer)
    if not viewer.actor.reaches(zone.place_code, COMMANDS[MakeLetter.code].roles):
        return {}
    letter = fresh()
    do([MakeLetter(id=letter, need_id=zone["job_taken"])], viewer.actor)
    return {"letter": letter}


def enlarge(cast: Cast) -> None:
    """Let more vacancies be offered in every village."""
    for zone in cast.zones.values():
        do([_vacancy(zone, vacancy_id=fresh(), title=f"帮工{number}") for number in range(3)])


def _vacancy(zone: Zone, **more: Any) -> AddVacancy:
    values = {
        "vacancy_id": zone["vacancy"],
        "place_code": zone.place_code,
        "firm_id": zone.organisation,
        "title": "帮工",
        "trade": "factory",
        "workplace": "县城",
        "distance": "county",
        "wage": "每天 100 元",
        "posts": 9,
        "contact": _word(zone),
        **more,
    }
    return AddVacancy(id=fresh(), **values)


def _wish(zone: Zone, home: Any, person: Any, need: Any) -> WishForWork:
    told = {"text": WORDS[zone.place_code[:6]]["wish"], "source": "visit", "told_on": EARLIER}
    return WishForWork(
        id=fresh(), household_id=home, need_id=need, person_id=person, trade="factory", reach="county", **told
    )


def _word(zone: Zone) -> str:
    return WORDS[zone.place_code[:6]]["contact"]


def _of(reached: str, **more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        given = {name: value(s) if callable(value) else value for name, value in more.items()}
        return {"need_id": str(s.zone[f"job_{reached}"]), **given}

    return payload


def _at_vacancy(s: Standing) -> str:
    return str(s.zone["vacancy"])


def _at_code(s: Standing) -> str:
    return str(s.zone["paper_code"])


PARTS = {"vacancy_id": lambda s: s.zone["vacancy"], "letter_id": lambda s: s.mine("letter", s.zone["letter"])}
NAMES = {"need_ids": lambda s: [s.zone["job_proposed"]]}
INNER = {"xiuhua.needs.queries.work:work_of": "takes a need that was looked up inside the territory already"}
_SOUGHT = {"trade": "factory", "reach": "county"}

PAGES = (
    Page(
        "place-work",
        (asked(15),),
        photos=(
            Photo("place-work", "leader", "places/{home}/work", main=True),
            Photo("place-work-county", "county", f"places/{COUNTY}/work"),
        ),
    ),
    Page(
        "vacancy-add",
        (asked(5),),
        form={
            "firm_id": lambda s: str(s.zone.organisation),
            "title": "新的岗位",
            "trade": "factory",
            "workplace": "县城",
            "distance": "county",
            "wage": "每天 100 元",
            "posts": "2",
            "contact": "王经理",
        },
        photos=(Photo("vacancy-add", "county", f"places/{COUNTY}/vacancies/add"),),
    ),
    Page(
        "vacancy-end",
        (asked(7),),
        form={"ended_on": _DAY},
        photos=(Photo("vacancy-end", "county", "vacancies/{vacancy}/end"),),
    ),
    Page(
        "wish-tell",
        (asked(17),),
        form={**_SOUGHT, "person_id": at_child, "text": "想找活", "source": "visit", "told_on": _DAY},
        photos=(Photo("wish-tell", "leader", "households/{large}/wish"),),
    ),
    Page(
        "need-wish",
        (asked(24),),
        form={**_SOUGHT, "person_id": at_child},
        photos=(Photo("need-wish", "leader", "needs/{need_wished}/wish"),),
    ),
    Page(
        "need-job",
        (asked(16), asked(16, vacancy=_at_vacancy)),
        form={"vacancy_id": _at_vacancy, "proposed_on": _DAY},
        photos=(
            Photo("need-wished", "leader", "needs/{need_wished}"),
            Photo("need-job", "leader", "needs/{need_wished}/job"),
        ),
    ),
    Page(
        "job-person",
        (asked(11),),
        form={"agreed_by": "self", "how": "in_person", "agreed_on": _DAY},
        photos=(
            Photo("need-proposed", "leader", "needs/{need_proposed}"),
            Photo("job-person", "leader", "needs/{need_proposed}/job/person"),
        ),
    ),
    Page(
        "job-firm",
        (asked(11),),
        form={"said_by": "王经理", "how": "phone", "agreed_on": _DAY},
        photos=(Photo("job-firm", "leader", "needs/{need_proposed}/job/firm"),),
    ),
    Page(
        "job-withdraw",
        (asked(11),),
        form={"side": "person", "withdrawn_on": _DAY},
        photos=(Photo("job-withdraw", "leader", "needs/{need_proposed}/job/withdraw"),),
    ),
    Page(
        "job-letter",
        (asked(11),),
        photos=(Photo("job-letter", "leader", "needs/{need_proposed}/job/letter"),),
    ),
    Page("letter", (asked(15),), own="letter", elsewhere="test_letters.py: it needs a letter"),
    Page("letter-pdf", (asked(23),), own="letter", no_page="a document on paper"),
    Page("letter-docx", (asked(23),), own="letter", no_page="a document for a word processor"),
    Page(
        "job-begin",
        (asked(13),),
        form={"begun_on": _DAY},
        photos=(Photo("job-begin", "leader", "needs/{need_proposed}/job/begin"),),
    ),
)

SAMPLES = {
    "needs.add_vacancy": Sample(
        lambda s: {
            "vacancy_id": new("vacancy"),
            "place_code": s.zone.place_code,
            "firm_id": str(s.zone.organisation),
            "title": "新的岗位",
            "trade": "factory",
            "workplace": "县城",
            "distance": "county",
            "wage": "每天 100 元",
            "posts": 2,
            "contact": "王经理",
        },
    ),
    "needs.end_vacancy": Sample(lambda s: {"vacancy_id": _at_vacancy(s), "ended_on": str(TODAY)}),
    "needs.wish_for_work": Sample(
        lambda s: {
            "household_id": str(s.zone.second),
            "need_id": new("need"),
            "person_id": str(s.zone.second_spouse),
            **_SOUGHT,
            "text": "想找活",
            "source": "visit",
            "told_on": str(TODAY),
        }
    ),
    "needs.add_wish": Sample(
        _of("wished", **{**_SOUGHT, "trade": "farming"}), {"person_id": lambda s: str(s.zone.head)}
    ),
    "needs.propose_job": Sample(_of("wished", match_id=new("match"), vacancy_id=_at_vacancy, proposed_on=str(TODAY))),
    "needs.person_agrees": Sample(_of("proposed", agreed_by="self", how="in_person", agreed_on=str(TODAY))),
    "needs.firm_agrees": Sample(_of("proposed", said_by="王经理", how="phone", agreed_on=str(TODAY))),
    "needs.withdraw_agreement": Sample(_of("agreed", side="person", withdrawn_on=str(TODAY))),
    "needs.make_letter": Sample(_of("taken")),
    "needs.begin_job": Sample(_of("taken", begun_on=str(TODAY)), {"helper_id": lambda s: str(s.zone.clerk)}),
    "needs.agree_by_code": Sample(_of("proposed", code_id=_at_code)),
    "needs.withdraw_by_code": Sample(_of("agreed", code_id=_at_code)),
}

READS = (Read("/places/{code}/vacancies", QUERIES["needs.vacancies"]),)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a vacancy of the demo, a need with a wish and without a job, one with a job in hand, and one at work."""
    (vacancy,) = row("id FROM needs_vacancy", "ended_on IS NULL ORDER BY title, id")
    of_need = "n.id FROM needs_need n JOIN {} w ON w.need_id = n.id"
    (wished,) = row(of_need.format("needs_wish"), "n.state = 'triaged' ORDER BY n.id")
    (proposed,) = row(of_need.format("needs_job"), "n.state = 'matched' ORDER BY n.id")
    (worked,) = row(of_need.format("needs_job"), "n.state = 'confirmed' ORDER BY n.id")
    return {"vacancy": vacancy, "need_wished": wished, "need_proposed": proposed, "need_worked": worked}
