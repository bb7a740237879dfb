"""What entries of the journal did to a household's own words, in plain words; never the words themselves."""

from collections.abc import Iterable, Iterator

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.registry.rules.household_answers import ABOUT_NAMES, About, Outcome

_OPEN_AGAIN = Text("答复撤销了，等人核对", "the reply was taken back; it waits to be looked into")
_CAME_OF = {
    Outcome.MENDED: Text("核对了他们说的，已更正", "what they said was looked into; mended"),
    Outcome.STAYS: Text("核对了他们说的，不改", "what they said was looked into; it stays"),
}
_TAKEN_BACK = Text("记下的话撤销了", "what was written down was taken back")


def told_answers(changes: Iterable[Change]) -> Iterator[Text]:
    """Yield one line for each answer that was written down, replied to or taken back."""
    for change in changes:
        if isinstance(change, Insert):
            about = ABOUT_NAMES[About(change.values["about"])]
            yield Text(f"这一户说到：{about.zh}", f"the household spoke of {about.en}")
        elif not isinstance(change, Update):
            yield _TAKEN_BACK
        elif "outcome" in change.after:
            outcome = change.after["outcome"]
            yield _CAME_OF[Outcome(outcome)] if outcome else _OPEN_AGAIN
