"""What everybody does with their own account: language, password, tokens."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.managing import acts_for_oneself, acts_for_problem
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import accounts_by_id, posts_of, tokens_by_id
from xiuhua.platform.accounts.models import Account, Token
from xiuhua.platform.accounts.rules.appointing import HeldPost
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES
from xiuhua.platform.accounts.rules.tokens import LONGEST_DAYS
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_NOT_FOUND = Refused((Problem("not_found"),))


class SetLanguage(Command):
    """Choose the language of one's own pages. Refused: ``not_found`` for anybody else's, ``language_unknown``."""

    code: ClassVar[str] = "accounts.set_language"
    label: ClassVar[Text] = Text("选择页面语言", "choose the language of the pages")

    account_id: UUID
    language: Annotated[
        str,
        asked("页面语言", "Language of the pages", choices=LANGUAGE_NAMES),
        UsedBy("本人看到的页面", "the pages this person sees"),
    ]

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class PasswordSet(Command):
    """Record that a password was set, and by whom; the password itself is nowhere in the journal.

    ``temporary`` says that somebody else set it, so that it must be changed at the next sign-in.
    Refused: ``not_found``, ``not_managed``, ``person_inactive``.
    """

    code: ClassVar[str] = "accounts.password_set"
    label: ClassVar[Text] = Text("设置密码", "set a password")

    account_id: UUID
    temporary: Annotated[
        bool,
        asked("下次登录时要改", "Must it be changed at the next sign-in?"),
        UsedBy("别人代设的密码，本人登录后先改", "a password set by somebody else is changed first"),
    ] = False

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class IssueToken(Command):
    """Let a program act for oneself, by a secret of which only the SHA-256 digest is kept.

    Refused: ``not_found`` for anybody else, ``token_expiry``, ``record_exists``.
    """

    code: ClassVar[str] = "accounts.issue_token"
    label: ClassVar[Text] = Text("发放接口令牌", "issue an API token")

    token_id: UUID
    account_id: UUID
    label_text: Annotated[
        str,
        Field(min_length=1, max_length=60),
        asked("给哪个程序用", "Which program is it for?"),
        UsedBy("以后认得出该作废哪一个", "tells later which one to revoke"),
    ]
    digest: Annotated[
        str,
        Field(pattern=r"^[0-9a-f]{64}$"),
        asked("令牌的 SHA-256 摘要", "SHA-256 digest of the token"),
        UsedBy("接口据此认出令牌", "the API knows the token by it"),
    ]
    expires: Annotated[
        date,
        asked("用到哪天（当天不算）", "Until which day (not included)?"),
        UsedBy("到期自动停用", "it ends by itself"),
    ]

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class RevokeToken(Command):
    """Make a token useless from now on. Refused: ``not_found``, ``not_managed``."""

    code: ClassVar[str] = "accounts.revoke_token"
    label: ClassVar[Text] = Text("作废接口令牌", "revoke an API token")

    token_id: UUID
    account_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


def _set_language(commands: Sequence[SetLanguage], context: Context) -> list[Decided]:
    accounts = accounts_by_id((command.account_id for command in commands), using=context.using)
    return [_set_one(command, accounts[command.account_id], context) for command in commands]


def _set_one(command: SetLanguage, account: Account, context: Context) -> Decided:
    if not acts_for_oneself(account.id, context):
        return _NOT_FOUND
    if command.language not in LANGUAGE_NAMES:
        return Refused((Problem("language_unknown", "language"),))
    if account.language == command.language:
        return Unchanged()
    before, after = {"language": account.language}, {"language": command.language}
    return Accepted([Update(Account, account.id, account.id, before, after, subject=account.id)])


def _password_set(commands: Sequence[PasswordSet], context: Context) -> list[Decided]:
    ids = [command.account_id for command in commands]
    accounts = accounts_by_id(ids, using=context.using)
    posts = posts_of(ids, using=context.using)
    return [_password_set_one(accounts[account_id], posts, context) for account_id in ids]


def _password_set_one(account: Account, posts: dict[UUID, list[HeldPost]], context: Context) -> Decided:
    problem = acts_for_problem(account, posts, context)
    if problem is None and not account.active:
        problem = Problem("person_inactive")
    return Refused((problem,)) if problem else Accepted([], result={"account_id": str(account.id)})


def _issue(commands: Sequence[IssueToken], context: Context) -> list[Decided]:
    same = Q(digest__in=[command.digest for command in commands]) | Q(id__in=[command.token_id for command in commands])
    known = {
        each for row in Token.objects.using(context.using).filter(same).values_list("digest", "id") for each in row
    }
    outcomes = []
    for command in commands:
        outcomes.append(_issue_one(command, known, context))
        known |= {command.digest, command.token_id}
    return outcomes


def _issue_one(command: IssueToken, known: set[str | UUID], context: Context) -> Decided:
    if not acts_for_oneself(command.account_id, context):
        return _NOT_FOUND
    if not context.today < command.expires <= context.today + timedelta(days=LONGEST_DAYS):
        return Refused((Problem("token_expiry", "expires", {"days": LONGEST_DAYS}),))
    if not known.isdisjoint({command.digest, command.token_id}):
        return Refused((Problem("record_exists", "token_id"),))
    values = {
        "id": command.token_id,
        "account_id": command.account_id,
        "label": command.label_text,
        "digest": command.digest,
        "created": context.today,
        "expires": command.expires,
        "revoked": None,
    }
    return Accepted([Insert(Token, values)], result={"token_id": str(command.token_id)})


def _revoke(commands: Sequence[RevokeToken], context: Context) -> list[Decided]:
    tokens = tokens_by_id((command.token_id for command in commands), using=context.using)
    posts = posts_of((token.account_id for token in tokens.values()), using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        token = tokens.get(command.token_id)
        if token is None or token.account_id != command.account_id:
            outcomes.append(_NOT_FOUND)
        else:
            problem = acts_for_problem(token.account, posts, context)
            outcomes.append(Refused((problem,)) if problem else _revoked(token, context))
    return outcomes


def _revoked(token: Token, context: Context) -> Accepted | Unchanged:
    if token.revoked is not None:
        return Unchanged()
    return Accepted([Update(Token, token.id, token.account_id, {"revoked": None}, {"revoked": context.today})])


def _anywhere(commands: Sequence[Command]) -> list[tuple[str, ...]]:
    """One's own account may be kept by a place outside one's territory: the handlers check whose it is."""
    return [() for _ in commands]


SET_LANGUAGE = CommandType(
    SetLanguage, _set_language, _anywhere, COMMANDS[SetLanguage.code], root_model=Account, undoable=False
)
PASSWORD_SET = CommandType(
    PasswordSet, _password_set, _anywhere, COMMANDS[PasswordSet.code], root_model=Account, undoable=False
)
ISSUE_TOKEN = CommandType(IssueToken, _issue, _anywhere, COMMANDS[IssueToken.code], root_model=Account, undoable=False)
REVOKE_TOKEN = CommandType(
    RevokeToken, _revoke, _anywhere, COMMANDS[RevokeToken.code], root_model=Account, undoable=False
)
