"""People who work here: accounts are opened and corrected."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.managing import managing_problem
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import account_places, accounts_by_id, places_by_code, posts_of
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.rules.appointing import HeldPost
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES, is_login, is_phone, plain_phone
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

PHONE_LABEL = "accounts_account.phone_sealed"


class AddPerson(Command):
    """Open an account for a person; a post is given separately, and so is the password.

    Refused: ``login_form``, ``login_taken``, ``record_exists``, ``place_unknown``, ``language_unknown``,
    ``phone_form``.
    """

    code: ClassVar[str] = "accounts.add_person"
    label: ClassVar[Text] = Text("新增人员", "add a person")

    account_id: UUID
    name: Annotated[
        str,
        Field(min_length=1, max_length=60),
        Personal,
        asked("姓名", "Name"),
        UsedBy("任务和日志上显示", "shown with tasks and in the journal"),
    ]
    login: Annotated[
        str,
        Field(max_length=60),
        asked("登录名", "Login"),
        UsedBy("本人登录时用", "the person signs in with it"),
    ]
    place_code: Annotated[
        str,
        Field(max_length=40),
        asked("账号归哪里管（名称或区划代码）", "Which place keeps the account (name or code)?"),
        UsedBy("这个地方的管理员管这个账号", "the administrators of this place manage the account"),
    ]
    phone: Annotated[
        str,
        Field(max_length=40),
        Personal,
        asked("电话", "Phone"),
        UsedBy("管理员联系本人", "administrators reach the person"),
    ] = ""
    language: Annotated[
        str,
        asked("页面语言", "Language of the pages", choices=LANGUAGE_NAMES),
        UsedBy("本人看到的页面", "the pages this person sees"),
    ] = "zh-hans"


class ChangePerson(Command):
    """Correct a person's name, phone or keeping place; what is left out stays, an empty phone removes it.

    Refused: ``not_found``, ``not_managed``, ``person_inactive``, ``place_unknown``, ``phone_form``.
    """

    code: ClassVar[str] = "accounts.change_person"
    label: ClassVar[Text] = Text("更正人员信息", "correct a person's details")

    account_id: UUID
    name: Annotated[
        str | None,
        Field(min_length=1, max_length=60),
        Personal,
        asked("姓名", "Name"),
        UsedBy("任务和日志上显示", "shown with tasks and in the journal"),
    ] = None
    place_code: Annotated[
        str | None,
        Field(max_length=40),
        asked("账号归哪里管（名称或区划代码）", "Which place keeps the account (name or code)?"),
        UsedBy("这个地方的管理员管这个账号", "the administrators of this place manage the account"),
    ] = None
    phone: Annotated[
        str | None,
        Field(max_length=40),
        Personal,
        asked("电话", "Phone"),
        UsedBy("管理员联系本人", "administrators reach the person"),
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


def _add(commands: Sequence[AddPerson], context: Context) -> list[Decided]:
    places = places_by_code((command.place_code for command in commands), using=context.using)
    same = Q(login__in=[command.login for command in commands]) | Q(id__in=[c.account_id for c in commands])
    known = set(Account.objects.using(context.using).filter(same).values_list("id", "login"))
    outcomes: list[Decided] = []
    for command in commands:
        problems = tuple(_adding_problems(command, known, places))
        if problems:
            outcomes.append(Refused(problems))
            continue
        known.add((command.account_id, command.login))
        context.keyring.begin((command.account_id,))
        values = {
            "id": command.account_id,
            "login": command.login,
            "name": command.name,
            "place_code": command.place_code,
            "language": command.language,
            "phone_sealed": _sealed(command.account_id, command.phone, context),
            "active": True,
        }
        accepted = Accepted(
            [Insert(Account, values)],
            result={"account_id": str(command.account_id)},
            subjects=(command.account_id,),
        )
        outcomes.append(accepted)
    return outcomes


def _adding_problems(command: AddPerson, known: set[tuple[UUID, str]], places: dict[str, Any]) -> Iterator[Problem]:
    if not is_login(command.login):
        yield Problem("login_form", "login")
    elif any(login == command.login for _, login in known):
        yield Problem("login_taken", "login")
    if any(account_id == command.account_id for account_id, _ in known):
        yield Problem("record_exists", "account_id")
    if command.place_code not in places:
        yield Problem("place_unknown", "place_code", {"given": command.place_code})
    if command.language not in LANGUAGE_NAMES:
        yield Problem("language_unknown", "language")
    if command.phone and not is_phone(command.phone):
        yield Problem("phone_form", "phone")


def _sealed(account_id: UUID, phone: str, context: Context) -> str:
    if not phone:
        return ""
    context.keyring.load((account_id,))
    context.keyring.make((account_id,))
    return context.keyring.seal(account_id, PHONE_LABEL, plain_phone(phone))


def _change(commands: Sequence[ChangePerson], context: Context) -> list[Decided]:
    ids = [command.account_id for command in commands]
    accounts = accounts_by_id(ids, using=context.using)
    posts = posts_of(ids, using=context.using)
    places = places_by_code((c.place_code for c in commands if c.place_code is not None), using=context.using)
    return [_change_one(command, accounts[command.account_id], posts, places, context) for command in commands]


def _change_one(
    command: ChangePerson,
    account: Account,
    posts: dict[UUID, list[HeldPost]],
    places: dict[str, Any],
    context: Context,
) -> Decided:
    problem = managing_problem(account, posts, context)
    if problem is None and command.place_code is not None and command.place_code not in places:
        problem = Problem("place_unknown", "place_code", {"given": command.place_code})
    if problem is None and command.phone and not is_phone(command.phone):
        problem = Problem("phone_form", "phone")
    if problem is not None:
        return Refused((problem,))
    wanted = {"name": command.name, "place_code": command.place_code}
    if command.phone is not None and plain_phone(command.phone) != open_phone(account, context.keyring):
        wanted["phone_sealed"] = _sealed(account.id, command.phone, context)
    after = {name: value for name, value in wanted.items() if value is not None and value != getattr(account, name)}
    before = {name: getattr(account, name) for name in after}
    if not after:
        return Unchanged()
    return Accepted([Update(Account, account.id, account.id, before, after, subject=account.id)])


def open_phone(account: Account, keyring: Any) -> str:
    """Return the phone number of a person in plain digits, or nothing."""
    if not account.phone_sealed:
        return ""
    return str(keyring.open(account.id, PHONE_LABEL, account.phone_sealed))


def _adding_places(commands: Sequence[AddPerson]) -> list[tuple[str, ...]]:
    return [(command.place_code,) for command in commands]


def _changing_places(commands: Sequence[ChangePerson]) -> list[tuple[str, ...] | None]:
    kept = account_places([command.account_id for command in commands])
    return [
        (kept[command.account_id], *((command.place_code,) if command.place_code else ()))
        if command.account_id in kept
        else None
        for command in commands
    ]


ADD_PERSON = CommandType(AddPerson, _add, _adding_places, COMMANDS[AddPerson.code])
CHANGE_PERSON = CommandType(
    ChangePerson, _change, _changing_places, COMMANDS[ChangePerson.code], root_model=Account, undoable=False
)
