"""The frame of every page and the parts on it, seen on the style page; no database is needed for it."""

import re
from collections import Counter
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor, Post
from xiuhua.platform.accounts.models import Account
from xiuhua.site import translations
from xiuhua.site.style_page import style

OFFICER = Actor(UUID(int=7), (Post(UUID(int=8), Role.COUNTY_OFFICER, "620122000000"),), label="贺春明")
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class Page(HTMLParser):
    """What the tests ask of a page: its elements with attributes, and whether they close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misplaced: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(autouse=True)
def _compiled() -> Iterator[None]:
    translations.compile_all()
    with override_settings(LOCALE_PATHS=settings.LOCALE_PATHS):
        yield


def look(query: str = "", *, language: str = "zh-hans", **headers: str) -> HttpResponse:
    request = RequestFactory().get(f"/style{query}", headers=headers)
    request.user, request.viewer = Account(id=OFFICER.person_id, name=OFFICER.label), OFFICER
    request.htmx = HtmxDetails(request)
    with translation.override(language):
        return style(request)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("query", ["", "?part=figure"])
def test_pages_are_well_formed_and_obey_the_content_security_policy(language: str, query: str) -> None:
    page = Page(look(query, language=language).content.decode())
    assert page.misplaced == []
    assert page.open == []
    assert [tag for tag, attributes in page.elements if "style" in attributes or tag == "style"] == []
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    assert [script for script in page.all("script") if not script.get("src")] == []
    addresses = [link.get("href") or link.get("src") or "" for tag in ("link", "script") for link in page.all(tag)]
    assert [address for address in addresses if not address.startswith("/static/")] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_reference_inside_the_page_has_its_target(language: str) -> None:
    page = Page(look(language=language).content.decode())
    ids = Counter(attributes["id"] for _, attributes in page.elements if attributes.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    named = [
        name
        for _, attributes in page.elements
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for name in (attributes.get(attribute) or "").split()
    ]
    named += [link["href"][1:] for link in page.all("a") if re.fullmatch("#.+", link.get("href") or "")]
    assert set(named) - set(ids) == set()


def test_the_language_of_the_page_is_marked_and_the_other_one_offered() -> None:
    chinese, english = look().content.decode(), look(language="en").content.decode()
    assert '<html lang="zh-Hans">' in chinese
    assert '<html lang="en">' in english
    assert "样式：每个部件的每种状态" in chinese
    assert "Style: every part in every state" in english


def test_a_figure_is_a_page_and_in_the_side_sheet_only_its_content() -> None:
    page = look("?part=figure").content.decode()
    sheet = look("?part=figure", **{"HX-Request": "true", "HX-Target": "sheet-body"}).content.decode()
    for html in (page, sheet):
        assert "2,060" in html
        assert "2016年12月31日" in html
        assert "来源待核实" in html
    assert "<main" in page
    assert "<main" not in sheet
    assert "<html" not in sheet


@override_settings(STANDING_TIME=None)
def test_the_demo_clock_is_shown_only_where_it_stands() -> None:
    assert "演示时间" not in look().content.decode()


def test_a_stranger_is_sent_to_sign_in() -> None:
    request = RequestFactory().get("/style")
    request.user = type("Stranger", (), {"is_authenticated": False})()
    with override_settings(LOGIN_URL="/sign-in"):
        answer = style(request)
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=/style"


@pytest.mark.parametrize("name", ["400.html", "404.html", "403.html", "403_csrf.html", "500.html"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_pages_need_nothing_and_say_what_to_do_next(name: str, language: str) -> None:
    with translation.override(language):
        page = Page(html := render_to_string(name))
    assert page.misplaced == []
    assert page.all("html")[0]["lang"] == ("en" if language == "en" else "zh-Hans")
    assert any(link.get("href") == "/" for link in page.all("a"))
    assert ("请" if language == "zh-hans" else "lease") in html


def test_what_cannot_be_read_at_all_is_answered_in_words() -> None:
    many = dict.fromkeys(map(str, range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)), "")
    for answer in (Client().get("/", headers={"host": "elsewhere.example"}), Client().post("/language", many)):
        assert answer.status_code == 400
        assert "没有读懂这次请求" in answer.content.decode()


def test_forbidden_and_absent_look_alike() -> None:
    assert render_to_string("403.html") == render_to_string("404.html")


def test_an_address_nobody_serves_is_not_repeated() -> None:
    answer = Client().get("/people/620199196503150153", headers={"accept-language": "zh-CN"})
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert "620199196503150153" not in answer.content.decode()


def test_every_text_of_the_shell_has_english() -> None:
    assert translations.missing(translations.OWN) == ()


def test_texts_are_collected_kept_and_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locale = tmp_path / "site" / "locale"
    locale.mkdir(parents=True)
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    monkeypatch.setattr(translations, "OWN", locale)
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "村" %}'
        "{% blocktranslate count n=n %}{{ n }} 户{% plural %}{{ n }} 户{% endblocktranslate %}",
        "utf-8",
    )
    assert translations.missing(locale) == ("村", ("%(n)s 户", "%(n)s 户"))

    translations.update(locale)
    catalogue = locale / translations.PO
    catalogue.write_text(
        catalogue.read_text("utf-8")
        .replace('msgid "村"\nmsgstr ""', 'msgid "村"\nmsgstr "village"')
        .replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s household"\nmsgstr[1] "%(n)s households"'),
        "utf-8",
    )
    page.write_text(page.read_text("utf-8") + '{% translate "乡" %}', "utf-8")
    translations.update(locale)
    assert translations.missing(locale) == ("乡",)

    translations.compile_all()
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        english = GNUTranslations(compiled)
    assert english.gettext("村") == "village"
    assert english.ngettext("%(n)s 户", "%(n)s 户", 2) == "%(n)s households"
