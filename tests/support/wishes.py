"""One sample of every command, filled in from a zone of the cast: accepted inside, for whoever may."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from support.cast import TODAY, fresh
from support.matrix import INSIDE, Standing
from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.journal.catalogue import command_types
from xiuhua.registry.access import COMMANDS as REGISTRY

HERE = "tests/support/wishes.py"
Payload = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """How a command is filled in.

    ``others`` are further fields, by dotted path, that may name something of a zone; the payload leaves them out or
    gives them a value of its own. ``roles`` narrows who may, where the command asks for more than its own access.
    """

    payload: Callable[[Standing], Payload]
    others: Mapping[str, Callable[[Standing], Any]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset(role.value for role in Role)

    def allows(self, access: Access, role: str | None) -> bool:
        """Say whether somebody with this role, or without any, may wish this inside."""
        return access.everybody if role is None else role in access.roles & self.roles


NATIONWIDE = {
    "accounts.add_person login": "a login is typed before anybody knows whose it is, so it is one of a kind everywhere",
    "accounts.add_organisation external_code": "a credit code is given once in the country and names the same firm",
}
"""Fields that are unique beyond every territory, and why: there alone what lies outside can be told from nothing."""


def new(name: str) -> str:
    """Return an id that a caller makes for a new record; the same in every zone."""
    return str(derived_id(_NEW, name))


_NEW = UUID("01641a6a-4a00-7000-8000-0000000000ff")
_NEWCOMER = {"id": new("member"), "name": "甄新来", "relation": "之女", "code": "990000000101"}
_IDENTITY = "620199200001010042"
_PLOT = {"id": new("plot"), "name": "阴坡地", "area": "1.5", "land_use": "own"}


def _own(s: Standing) -> str:
    return str(s.viewer.account if s.where == INSIDE else s.zone.clerk)


def _village(s: Standing) -> Payload:
    return {"village_code": s.zone.place_code, "origin": "form", "stated_on": str(TODAY)}


def _household(s: Standing, **more: Any) -> Payload:
    return {"household_id": str(s.zone.household), **more}


def _relation(person: UUID, relation: str) -> Payload:
    return {"person_id": str(person), "relation": relation}


def _record_household(s: Standing) -> Payload:
    member = {**_NEWCOMER, "relation": "户主"}
    codes = {"household_id": new("household"), "household_code": "99000000011"}
    return {**codes, **_village(s), "members": [member]}


SAMPLES: Mapping[str, Sample] = {
    "accounts.add_organisation": Sample(
        lambda s: {
            "organisation_id": new("organisation"),
            "name": "新设的单位",
            "kind": "office",
            "place_code": s.zone.place_code,
            "external_source": "test",
        },
        {"external_code": lambda s: s.zone.organisation_code},
    ),
    "accounts.add_person": Sample(
        lambda s: {
            "account_id": new("account"),
            "login": "brand-new",
            "name": "甄新人",
            "place_code": s.zone.place_code,
        },
        {"login": lambda s: s.zone.login},
    ),
    "accounts.appoint": Sample(
        lambda s: {
            "post_id": new("post"),
            "account_id": str(s.zone.clerk),
            "role": "attendee",
            "place_code": s.zone.place_code,
            "valid_from": str(TODAY),
        },
        {"organisation_id": lambda s: str(s.zone.organisation)},
    ),
    "accounts.change_person": Sample(
        lambda s: {"account_id": str(s.zone.clerk), "name": "新名字", "place_code": s.zone.place_code}
    ),
    "accounts.close_place": Sample(
        lambda s: {"place_code": s.zone.place_code, "valid_to": str(TODAY)},
        {"successor_code": lambda s: s.zone.place_code},
    ),
    "accounts.deactivate_person": Sample(lambda s: {"account_id": str(s.zone.clerk), "reason": "调走"}),
    "accounts.end_post": Sample(
        lambda s: {"post_id": str(s.zone.clerk_post), "account_id": str(s.zone.clerk), "valid_to": str(TODAY)}
    ),
    "accounts.issue_token": Sample(
        lambda s: {
            "token_id": new("token"),
            "account_id": _own(s),
            "label_text": "程序",
            "digest": "ab" * 32,
            "expires": str(date(2018, 8, 1)),
        }
    ),
    "accounts.name_place": Sample(
        lambda s: {"place_code": s.zone.place_code, "name": "改了名的村"},
        {"predecessor_code": lambda s: s.zone.place_code},
    ),
    "accounts.password_set": Sample(lambda s: {"account_id": _own(s), "temporary": False}),
    "accounts.remove_second_step": Sample(lambda s: {"account_id": _own(s)}),
    "accounts.reopen_person": Sample(lambda s: {"account_id": str(s.zone.clerk)}),
    "accounts.revoke_token": Sample(
        lambda s: {"token_id": str(s.mine("token", s.zone.clerk_token)), "account_id": _own(s)}
    ),
    "accounts.set_language": Sample(lambda s: {"account_id": _own(s), "language": "en"}),
    "accounts.set_second_step": Sample(lambda s: {"account_id": _own(s)}),
    "exchange.record_export": Sample(
        lambda s: {
            "kind": "villages",
            "place_code": s.zone.place_code,
            "purpose": "help",
            "rows": 1,
            "rows_digest": "ab" * 16,
            "as_of": str(TODAY),
        }
    ),
    "files.keep": Sample(
        lambda s: {
            "file_id": new("file"),
            "subject_id": str(s.zone.household),
            "digest": s.zone.file.digest,
            "name": "合同.png",
        }
    ),
    "files.remove": Sample(lambda s: {"file_id": str(s.mine("file", s.zone.file.id))}),
    "journal.undo": Sample(
        lambda s: {"target": str(s.zone.entry), "reason": "写错了"}, roles=REGISTRY["registry.record_village"].roles
    ),
    "registry.answer_question": Sample(
        lambda s: _household(s, question_ids=[str(s.zone.question)], reason="看过户口本")
    ),
    "registry.change_head": Sample(
        lambda s: _household(s, new_head_id=str(s.zone.spouse), relations=[_relation(s.zone.head, "配偶")])
    ),
    "registry.correct_household": Sample(lambda s: _household(s, natural_village="阴坡")),
    "registry.correct_member": Sample(
        lambda s: _household(s, person_id=str(s.zone.child), phone="13811112222"),
        {"identity": lambda s: s.zone.members[3].identity},
    ),
    "registry.delete_comparison": Sample(lambda s: {"comparison_id": str(s.zone.comparison)}),
    "registry.handle_compared": Sample(
        lambda s: {"comparison_id": str(s.zone.comparison), "line_id": str(s.zone.compared), "result": "list_right"}
    ),
    "registry.erase_person": Sample(
        lambda s: _household(
            s, person_id=str(s.zone.child), basis="mistake", reference="2018-07", reason="重复登记，已核实"
        )
    ),
    "registry.join_household": Sample(
        lambda s: _household(s, member=_NEWCOMER, on=str(TODAY), cause="moved_in"),
        {"member.code": lambda s: s.zone.members[3].code, "member.identity": lambda s: s.zone.members[3].identity},
    ),
    "registry.leave_household": Sample(
        lambda s: _household(s, person_id=str(s.zone.child), on=str(TODAY), cause="moved_out"),
        {"new_head_id": lambda s: str(s.zone.spouse)},
    ),
    "registry.make_access_report": Sample(lambda s: _household(s, asked_by=str(s.zone.head))),
    "registry.merge_households": Sample(
        lambda s: {
            "household_id": str(s.zone.second),
            "into_id": str(s.zone.household),
            "relations": [
                _relation(s.zone.second_head, "之兄弟姐妹"),
                _relation(s.zone.second_spouse, "之兄弟媳妇"),
            ],
            "on": str(TODAY),
        }
    ),
    "registry.record_comparison": Sample(
        lambda s: {
            "comparison_id": new("comparison"),
            "kind": "disability",
            "place_code": s.zone.place_code,
            "listed_on": str(TODAY),
            "digest": "ab" * 16,
            "rows": 1,
            "lines": [{"side": "only_here", "place_code": s.zone.place_code}],
        },
        {
            "lines.0.household_id": lambda s: str(s.zone.household),
            "lines.0.person_id": lambda s: str(s.zone.child),
        },
    ),
    "registry.record_consent": Sample(
        lambda s: _household(
            s,
            consent_id=new("consent"),
            data_set="health",
            purpose="help",
            scope="matching",
            given_by="proxy",
            giver="甄代理",
            given_on=str(TODAY),
        ),
        {"person_id": lambda s: str(s.zone.child)},
    ),
    "registry.record_household": Sample(
        _record_household,
        {
            "household_code": lambda s: s.zone.household_code,
            "members.0.code": lambda s: s.zone.members[3].code,
            "members.0.identity": lambda s: s.zone.members[3].identity,
        },
    ),
    "registry.record_ledger": Sample(
        lambda s: _household(
            s,
            lines=[
                {
                    "id": new("line"),
                    "kind": "wage",
                    "project": "务工",
                    "amount": "300",
                    "first_day": "2017-01-01",
                    "last_day": "2017-06-30",
                }
            ],
        ),
        {"lines.0.person_id": lambda s: str(s.zone.child), "removed": lambda s: [str(s.zone.line)]},
    ),
    "registry.record_plots": Sample(
        lambda s: _household(s, plots=[_PLOT]),
        {"removed": lambda s: [str(s.zone.plot)]},
    ),
    "registry.record_village_plots": Sample(
        lambda s: {"village_code": s.zone.place_code, "plots": [{**_PLOT, "id": new("village plot")}]},
        {"removed": lambda s: [str(s.zone.village_plot)]},
    ),
    "registry.list_corrections": Sample(
        lambda s: {"place_code": s.zone.place_code, "purpose": "report", "reason": "县扶贫办"}
    ),
    "registry.request_correction": Sample(
        lambda s: (
            _household(s, correction_id=new("correction"), field="ethnicity", wanted="藏族", why="看过户口本")
            | {"person_id": str(s.zone.child)}
        ),
    ),
    "registry.withdraw_correction": Sample(
        lambda s: _household(s, correction_id=str(s.zone.correction), reason="看错了")
    ),
    "registry.record_village": Sample(lambda s: {**_village(s), "pilot": True}),
    "registry.reveal": Sample(
        lambda s: _household(s, person_id=str(s.zone.child), field="phone", purpose="help", reason="上门前打电话"),
    ),
    "registry.decide_likeness": Sample(
        lambda s: {
            "person_id": str(s.zone.head),
            "other_id": str(s.zone.second_head),
            "verdict": "different",
            "reason": "问过本人",
        }
    ),
    "registry.take_snapshot": Sample(
        lambda s: {
            "place_code": f"{s.zone.place_code[:6]}000000",
            "year": TODAY.year,
            "replaces": str(s.zone.snapshot),
            "reason": "补上一个村",
        }
    ),
    "registry.renew_indexes": Sample(lambda s: {"household_ids": [str(s.zone.household)]}),
    "registry.revoke_consent": Sample(
        lambda s: _household(s, consent_id=str(s.zone.consent), revoked_on=str(TODAY), revoked_by="self")
    ),
    "registry.split_household": Sample(
        lambda s: _household(
            s,
            new_household_id=new("household"),
            new_code="99000000012",
            leaving=[_relation(s.zone.child, "户主")],
            on=str(TODAY),
        ),
        {"new_code": lambda s: s.zone.household_code},
    ),
}


def codes() -> list[str]:
    """Return the code of every command that is installed."""
    return [kind.command.code for kind in command_types()]


def sample(code: str) -> Sample:
    """Return the sample of a command."""
    assert code in SAMPLES, f"add a sample of {code} to SAMPLES in {HERE}: a payload that is accepted inside"
    return SAMPLES[code]


def crossed(code: str, inside: Standing, far: Standing, none: Standing) -> Iterator[tuple[str, Payload, Payload]]:
    """Yield the command with a part from outside, beside the same with a part that does not exist; the whole first."""
    made = sample(code)
    near, outside, absent = (made.payload(standing) for standing in (inside, far, none))
    yield "everything", outside, absent
    leaves = {path: (leaf(outside, path), leaf(absent, path)) for path in _paths(near)}
    leaves |= {path: (value(far), value(none)) for path, value in made.others.items()}
    leaves["base_version"] = str(far.zone.entry), str(none.zone.entry)
    for path, (there, nowhere) in leaves.items():
        if there != nowhere:
            yield path, put(near, path, there), put(near, path, nowhere)


def _paths(value: Any, lead: str = "") -> Iterator[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from _paths(inner, f"{lead}{name}.")
    if not isinstance(value, dict | list):
        yield lead[:-1]


def leaf(payload: Any, path: str) -> Any:
    """Return the value at a dotted path."""
    for step in path.split("."):
        payload = payload[int(step) if isinstance(payload, list) else step]
    return payload


def put(payload: Any, path: str, value: Any) -> Any:
    """Return a copy of a payload with another value at a dotted path."""
    step, _, rest = path.partition(".")
    if isinstance(payload, list):
        at = int(step)
        return [
            put(each, rest, value) if n == at and rest else value if n == at else each for n, each in enumerate(payload)
        ]
    return {**payload, step: put(payload.get(step, {}), rest, value) if rest else value}


def with_id(payload: Payload) -> Payload:
    """Return a payload as a caller sends it: with a new id of its own."""
    return {"id": str(fresh()), **payload}
