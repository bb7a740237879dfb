"""Officers of the invented places; runs inside a prepared process."""

from datetime import date, timedelta
from uuid import UUID

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddPerson, Appoint
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_login
from xiuhua.platform.journal.execution import execute_many
from xiuhua.site import clock

PASSWORD = "seven grey herons"
_ORIGIN = UUID("01641a6a-4a00-7000-8000-0000000000be")


def officer(login: str, role: Role, place_code: str) -> Actor:
    """Return somebody with this post, who is appointed where nobody has the login yet."""
    today = clock.today()
    found = actor_for_login(login, on=today, door="web")
    return found or _appointed(login, role, place_code, today - timedelta(days=1))


def _appointed(login: str, role: Role, place_code: str, begin: date) -> Actor:
    account = derived_id(_ORIGIN, "account", login)
    person = AddPerson(id=clock.new_id(), account_id=account, login=login, name="邵立新", place_code=place_code)
    post = Appoint(
        id=clock.new_id(),
        post_id=clock.new_id(),
        account_id=account,
        role=role,
        place_code=place_code,
        valid_from=begin,
    )
    refused = [
        problem
        for receipt in execute_many([person, post], actor=LOCAL_OPERATOR, received_at=clock.now())
        for problem in receipt.problems
    ]
    refused += set_password(account, PASSWORD, command_id=clock.new_id(), actor=LOCAL_OPERATOR, received_at=clock.now())
    found = actor_for_login(login, on=clock.today(), door="web")
    if refused or found is None:
        raise RuntimeError(f"nobody was appointed: {refused}")
    return found
