"""Rules of groups, with their texts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from support.canaries import A, B, C
from support.cast import EARLIER, TODAY, Cast, Zone, do, fresh
from support.declared import Page, Photo, Sample, asked
from support.standing import Standing, new
from xiuhua.groups.commands.rule_book import AdoptRule, AmendRule
from xiuhua.kernel.actors import Actor

_LATER: Final = "2018-07-01"
WORDS: Final = {
    A: {"rule": "告诉俞家二叔"},
    B: {"rule": "齮龁謦欬襁褓"},
    C: {"rule": "穹窿罅漏蹀躞"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's group keep a rule with two texts."""
    zone["rule"] = fresh()
    _kept(zone, zone["rule"], zone.names["village"] + "请假办法")


def enlarge(cast: Cast) -> None:
    """Let the groups keep more rules, and change one more often."""
    for zone in cast.zones.values():
        for number in range(4):
            _kept(zone, fresh(), f"{zone.names['village']}办法{number}")


def _kept(zone: Zone, rule: Any, name: str) -> None:
    text = f"一、请假要写明去处\n二、{WORDS[zone.place_code[:6]]['rule']}"
    of = {"rule_id": rule, "motion_id": zone["meeting motion"]}
    first = {"version_id": fresh(), "group_id": zone["group"], "name": name, "text": text, "valid_from": EARLIER}
    do([AdoptRule(id=fresh(), **of, **first)])
    do([AmendRule(id=fresh(), version_id=fresh(), text=f"{text}\n三、记录在册", valid_from=TODAY, **of)])


def _of_rule(**more: Any) -> Callable[[Standing], dict[str, Any]]:
    return lambda s: {
        "rule_id": str(s.zone["rule"]),
        **{name: value(s) if callable(value) else value for name, value in more.items()},
    }


def _motion(s: Standing) -> str:
    return str(s.zone["meeting motion"])


PARTS = {"rule_id": lambda s: s.zone["rule"]}

PAGES = (
    Page("group-rules", (asked(12),), photos=(Photo("group-rules", "leader", "groups/{group}/rules", main=True),)),
    Page("rule", (asked(8),), photos=(Photo("rule", "leader", "rules/{rule}", main=True),)),
    Page(
        "rule-adopt",
        (asked(14),),
        form={"name": "又一项", "text": "一、照办", "motion_id": _motion, "valid_from": _LATER},
        photos=(Photo("rule-adopt", "leader", "groups/{group}/rules/adopt"),),
    ),
    Page(
        "rule-amend",
        (asked(11),),
        form={"text": "一、照办", "motion_id": _motion, "valid_from": _LATER},
        photos=(Photo("rule-amend", "leader", "rules/{rule}/amend"),),
    ),
    Page(
        "rule-end",
        (asked(8),),
        form={"valid_to": _LATER, "basis": "县委通知"},
        photos=(Photo("rule-end", "leader", "rules/{rule}/end"),),
    ),
)

SAMPLES = {
    "groups.adopt_rule": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "rule_id": new("rule"),
            "version_id": new("version"),
            "name": "又一项",
            "text": "一、照办",
            "motion_id": _motion(s),
            "valid_from": _LATER,
        }
    ),
    "groups.amend_rule": Sample(
        _of_rule(version_id=new("version"), text="一、照办", motion_id=_motion, valid_from=_LATER)
    ),
    "groups.end_rule": Sample(_of_rule(valid_to=_LATER, basis="县委通知")),
}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the rule of the demo's group that has two texts."""
    (rule,) = row("rule_id FROM groups_rule_version", "number = 2")
    return {"rule": rule}
