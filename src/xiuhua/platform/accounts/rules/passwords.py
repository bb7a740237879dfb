"""What a password must be. Whether it is a common one is looked up elsewhere, in a list."""

from collections.abc import Iterator

from xiuhua.kernel.refusals import Problem

SHORTEST, LONGEST = 10, 128
_FEWEST_DIFFERENT = 5


def password_problems(password: str, *, login: str, name_keys: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Return what is wrong with a password for the person with this login and these name keys (pinyin).

    >>> [problem.code for problem in password_problems("1234567890", login="wang")]
    ['password_one_kind']
    >>> password_problems("晨雾里的三只麻雀飞走", login="wang")
    ()
    """
    return tuple(_problems(password, login, name_keys))


def _problems(password: str, login: str, name_keys: tuple[str, ...]) -> Iterator[Problem]:
    if len(password) < SHORTEST:
        yield Problem("password_short", "password", {"shortest": SHORTEST})
    if len(password) > LONGEST:
        yield Problem("password_long", "password", {"longest": LONGEST})
    lowered = password.lower()
    if any(len(key) >= 3 and key.lower() in lowered for key in (login, *name_keys)):
        yield Problem("password_like_name", "password")
    if password.isdigit() or len(set(password)) < _FEWEST_DIFFERENT:
        yield Problem("password_one_kind", "password")
