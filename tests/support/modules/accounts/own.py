"""Signing in, and what somebody does with an account of their own."""

from datetime import date

from support.declared import Page, Photo, Sample, asked
from support.standing import INSIDE, Standing, new


def _own(s: Standing) -> str:
    """Return the viewer's own account inside, somebody else's elsewhere."""
    return str(s.viewer.account if s.where == INSIDE else s.zone.clerk)


PARTS = {
    "token_id": lambda s: s.mine("token", s.zone.clerk_token),
}

PAGES = (
    Page(
        "sign-in", (asked(next="/people"),), photos=(Photo("sign-in", None, "sign-in", main=True),), open="the way in"
    ),
    Page(
        "sign-in-code",
        elsewhere="test_second_step.py: it answers only after a password",
        open="the second half of the way in; without the first it leads back",
    ),
    Page("sign-out", open="the way out; harmless for a stranger"),
    Page("language", form={"language": "en"}, open="a cookie of one's own"),
    Page(
        "first-administrator",
        elsewhere="test_empty.py: it answers only where nobody can sign in",
        open="answers only while there is no account at all",
    ),
    Page("own-account", (asked(8),), photos=(Photo("own-account", "county", "account"),)),
    Page("own-password", (asked(3),), photos=(Photo("own-password", "county", "account/password"),)),
    Page(
        "own-second-step",
        (
            asked(4),
            asked(4, again="1"),
        ),
        photos=(Photo("own-second-step", "county", "account/second-step"),),
    ),
    Page("token-issue", form={"secret": "s" * 43, "label_text": "报表", "expires": "2018-07-20"}),
)

SAMPLES = {
    "accounts.issue_token": Sample(
        lambda s: {
            "token_id": new("token"),
            "account_id": _own(s),
            "label_text": "程序",
            "digest": "ab" * 32,
            "expires": str(date(2018, 8, 1)),
        }
    ),
    "accounts.password_set": Sample(lambda s: {"account_id": _own(s), "temporary": False}),
    "accounts.remove_second_step": Sample(lambda s: {"account_id": _own(s)}),
    "accounts.revoke_token": Sample(
        lambda s: {"token_id": str(s.mine("token", s.zone.clerk_token)), "account_id": _own(s)}
    ),
    "accounts.set_language": Sample(lambda s: {"account_id": _own(s), "language": "en"}),
    "accounts.set_second_step": Sample(lambda s: {"account_id": _own(s)}),
}
