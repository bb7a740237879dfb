"""News by mail from the first page to a letter: a real browser, the real worker, a real mail server."""

import re
import time
from pathlib import Path

from playwright.sync_api import Browser

from browser.test_empty import LOGIN, PASSWORD, enter
from support.browser import LANGUAGES, Visitors, look_at
from support.post_office import post_office
from support.served import serving

SECONDS = 60.0


def test_an_address_is_confirmed_with_the_code_that_came(browser: Browser, tmp_path: Path) -> None:
    with post_office() as (office, server):
        mail = {
            "XIUHUA_MAIL": f"smtp-plain://{server.host}:{server.port}",
            "XIUHUA_MAIL_FROM": server.sender,
            "XIUHUA_ADDRESS": server.pages,
        }
        with serving(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'mail.sqlite3'}", **mail) as running:
            visitors = Visitors(browser, running.url, PASSWORD)
            enter(visitors.visit("first-administrator"), tmp_path)
            page = visitors.visit("account/mail/address", login=LOGIN)
            page.locator("[name=address]").fill("lu.siyuan@lanzhou.example")
            page.locator("main .button.primary").click()
            page.wait_for_url("**/account/mail/code")
            until = time.monotonic() + SECONDS
            while not office.letters:
                assert time.monotonic() < until, "no letter came"
                time.sleep(0.2)
            code = re.search(r"\d{8}", office.letters[0].get_content())
            assert code is not None
            for language in LANGUAGES:
                for name in ("own-mail", "own-mail-code"):
                    path = name.replace("own-", "account/").replace("mail-", "mail/")
                    look_at(visitors.visit(path, login=LOGIN, language=language), f"{name}-waiting", language)
            page.locator("[name=code]").fill(code[0])
            page.locator("main .button.primary").click()
            page.wait_for_url("**/account/mail")
            assert "l•••@lanzhou.example" in page.inner_text("main")
            for language in LANGUAGES:
                for path, name in (("account/mail", "own-mail-open"), ("account/mail/pace", "own-mail-pace")):
                    look_at(visitors.visit(path, login=LOGIN, language=language), name, language)
            assert visitors.complaints == []
