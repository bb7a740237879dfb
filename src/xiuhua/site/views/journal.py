"""Evidence: its three doors, the journal's list, one entry, its undoing, and whether the journal is whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from pydantic import Field

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import UsedBy, Value
from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.places import is_place_code, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in
from xiuhua.platform.exchange.access import IMPORTS
from xiuhua.platform.forms import CommandForm, FieldProblem, command_form, read_command
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work import services
from xiuhua.registry.access import QUERIES as REGISTRY
from xiuhua.site.journal import checks
from xiuhua.site.journal.access import ENTRIES, VERIFY
from xiuhua.site.journal.entry import EntryPlace, EntryTold, entry_of_command, entry_told
from xiuhua.site.journal.queries import command_label, entry_page, grouped_page, kinds_of
from xiuhua.site.wordings import catalogue

SECTION = "evidence"
_EVIDENCE = Text("查证", "Evidence")
_JOURNAL = Text("日志", "Journal")
LAST_NUMBER = 2**62
"""Whatever is larger in an address is no position: a database keeps none such."""

FEW_ROWS = 3
"""Up to so many changed rows stand open; of more, new ones are folded."""

_LATER = re.compile(r"(\w+)/(\d+) (\S+)")
"""How a refusal to undo names the entries that came later."""


class UndoForm(Value):
    """What is asked before an entry is undone."""

    reason: Annotated[str, UsedBy("以后查看这一条的人", "whoever looks at this entry later")] = Field(
        min_length=1,
        max_length=200,
        json_schema_extra={
            "label": {"zh": "为什么撤销？", "en": "Why is it undone?"},
            "why": {
                "zh": "写一句就够；不要写姓名和证件号码。",
                "en": "One sentence is enough; no names, no identity numbers.",
            },
        },
    )


@dataclass(frozen=True, slots=True)
class Door:
    """One of the doors of the section; ``why_not`` says who may pass, where the viewer may not."""

    title: Text
    text: Text
    url: str
    why_not: Text | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """An entry that was built on one that cannot be undone."""

    place: EntryPlace
    label: Text


@require_safe
@signed_in()
def evidence(request: HttpRequest) -> HttpResponse:
    """Show the doors of the section: figures, imports, journal; and what explains them."""
    viewer: Actor = request.viewer
    doors = [
        _door(
            viewer,
            REGISTRY["registry.villages"],
            Text("数字", "Figures"),
            Text(
                "页面上带虚线的数字都能点开：用到的行、算法、依据、截至哪天。",
                "Every figure with a dotted underline opens: its rows, formula, source and date.",
            ),
            reverse("places"),
        ),
        _door(
            viewer,
            IMPORTS,
            Text("导入", "Imports"),
            Text(
                "每份表从哪里来，接收了多少，能不能整批撤销。",
                "Where each sheet came from, what was taken in, and its undoing.",
            ),
            reverse("imports"),
        ),
        _door(
            viewer,
            ENTRIES,
            _JOURNAL,
            Text(
                "谁在什么时候改了什么；一条扣一条，改过就看得出来。",
                "Who changed what and when; a chain in which tampering shows.",
            ),
            reverse("journal"),
        ),
    ]
    context = {"doors": doors, "report": checks.last_report(viewer), "here": Here(SECTION, (Crumb(_EVIDENCE),))}
    return render(request, "site/evidence.html", context)


@require_safe
@signed_in(ENTRIES)
def journal(request: HttpRequest) -> HttpResponse:
    """List the entries of the viewer's territory, newest first, by place and kind where these are asked for."""
    viewer: Actor = request.viewer
    place, kind = request.GET.get("place", ""), request.GET.get("kind", "")
    kinds = kinds_of(viewer)
    crumbs = accounts.breadcrumb(viewer, place) if is_place_code(place) else ()
    chosen = next((each for each in crumbs if each.code == place), None)
    if (place and chosen is None) or (kind and kind not in {each.code for each in kinds}):
        raise Http404
    before = _number(request.GET.get("before", ""))
    page = grouped_page(viewer, place=place, kind=kind, before=before, past=read_uuid(request.GET.get("past", "")))
    kept = {name: value for name, value in (("place", place), ("kind", kind)) if value}
    context = {
        "groups": page.groups,
        "places": _places(viewer, crumbs, chosen),
        "kinds": [(each.code, each.label) for each in kinds],
        "place": place,
        "kind": kind,
        "filtered": bool(kept),
        "later_url": _later(kept, page.before, page.past),
        "newest_url": _list(kept) if before is not None else "",
        "report": checks.last_report(viewer),
        "check_id": new_id(request),
        "who_may_verify": None if VERIFY.allows(viewer.roles()) else VERIFY.reason,
        "here": _here(Crumb(_JOURNAL)),
    }
    return render(request, "site/journal.html", context)


@require_safe
@signed_in(ENTRIES)
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """List the entries of a batch one by one, as far as the viewer may see them."""
    before = _number(request.GET.get("before", ""))
    page = entry_page(request.viewer, batch=batch_id, before=before)
    if not page.rows:
        raise Http404
    context = {
        "lines": page.rows,
        "later_url": _later({}, page.before, None),
        "here": _here(Crumb(_JOURNAL, reverse("journal")), Crumb(Text("一批", "A batch"))),
    }
    return render(request, "site/journal_batch.html", context)


@require_safe
@signed_in(ENTRIES)
def entry(request: HttpRequest, stream: str, sequence: int) -> HttpResponse:
    """Show one entry."""
    told = _told(request, stream, sequence)
    form = command_form(UndoForm, language=language(), carried={"id": new_id(request)})
    return _entry_page(request, told, form)


@require_POST
@signed_in(ENTRIES)
def undo(request: HttpRequest, stream: str, sequence: int) -> HttpResponseBase:
    """Undo one entry, or show why it cannot be undone."""
    told = _told(request, stream, sequence)
    command_id = command_id_of(request)
    sent, problems = read_command(UndoForm, request.POST)
    if sent is None:
        return _entry_page(request, told, _again(request, command_id, problems))
    wish = Undo(id=command_id, target=told.line.command_id, reason=sent.reason)
    receipt = execute(wish, actor=request.viewer, received_at=received_at(request))
    if receipt.problems:
        return _entry_page(request, told, _again(request, command_id, ()), refused=receipt.problems)
    messages.success(request, _("已撤销。撤销本身也是一条记录，也可以撤销。"), extra_tags=str(command_id))
    done = entry_of_command(request.viewer, command_id)
    return redirect(done.url if done else "journal")


@require_POST
@signed_in(VERIFY)
def verify(request: HttpRequest) -> HttpResponseBase:
    """Start a verification behind the page; a double click starts one."""
    job_id = command_id_of(request)
    arguments = {"rows": request.POST.get("rows") == "1", "report": str(derived_id(job_id, "report"))}
    services.start(checks.KIND, job_id=job_id, owner=request.viewer.person_id, arguments=arguments)
    return redirect("job", job_id)


@require_safe
@signed_in(VERIFY)
def check(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show what a verification found."""
    report = checks.report_of(request.viewer, report_id)
    if report is None:
        raise Http404
    crumbs = _here(Crumb(_JOURNAL, reverse("journal")), Crumb(Text("核对结果", "Verification")))
    return render(request, "site/journal_check.html", {"report": report, "check_id": new_id(request), "here": crumbs})


def _told(request: HttpRequest, stream: str, sequence: int) -> EntryTold:
    told = entry_told(request.viewer, stream, sequence) if sequence <= LAST_NUMBER else None
    if told is None:
        raise Http404
    return told


def _entry_page(
    request: HttpRequest, told: EntryTold, form: CommandForm, *, refused: tuple[Problem, ...] = ()
) -> HttpResponse:
    line = told.line
    title = Text(f"{line.stream}/{line.sequence}", f"{line.stream}/{line.sequence}")
    context: dict[str, Any] = {
        "told": told,
        "line": line,
        "few": len(told.rows) <= FEW_ROWS,
        "form": form,
        "action": reverse("journal-undo", args=[line.stream, line.sequence]),
        "refused": [catalogue().word(problem) for problem in refused],
        "later": _built_on(refused),
        "here": _here(Crumb(_JOURNAL, reverse("journal")), Crumb(title)),
    }
    return render(request, "site/journal_entry.html", context)


def _again(request: HttpRequest, command_id: UUID, problems: tuple[FieldProblem, ...]) -> CommandForm:
    return command_form(
        UndoForm,
        language=language(),
        carried={"id": command_id},
        values=request.POST,
        problems=problems,
        bound=True,
    )


def _built_on(refused: tuple[Problem, ...]) -> list[Later]:
    """Return the later entries that a refusal names, so that each can be opened."""
    named = [str(each) for problem in refused if problem.code == "built_on" for each in problem.values["entries"]]
    found = [match for each in named if (match := _LATER.fullmatch(each))]
    return [Later(EntryPlace(match[1], int(match[2])), command_label(match[3])) for match in found]


def _places(viewer: Actor, crumbs: tuple[PlaceLine, ...], chosen: PlaceLine | None) -> list[tuple[str, str]]:
    """Return the places to choose from, with their names set in by level: the way down, and what is inside."""
    if chosen is None:
        starts = accounts.territories(viewer, ENTRIES)
        inside = accounts.children(viewer, starts[0].code).rows if len(starts) == 1 else ()
        lines = (*starts, *inside)
    else:
        lines = (*crumbs, *accounts.children(viewer, chosen.code).rows)
    levels = sorted({level_of(line.code) for line in lines}, key=lambda level: list(type(level)).index(level))
    return [(line.code, "　" * levels.index(level_of(line.code)) + line.name) for line in lines]


def _door(viewer: Actor, access: Any, title: Text, text: Text, url: str) -> Door:
    allowed = viewer.operator or access.allows(viewer.roles())
    return Door(title, text, url if allowed else "", None if allowed else access.reason)


def _here(*crumbs: Crumb) -> Here:
    return Here(SECTION, (Crumb(_EVIDENCE, reverse("evidence")), *crumbs))


def _list(kept: Mapping[str, Any]) -> str:
    return reverse("journal") + (f"?{urlencode(kept)}" if kept else "")


def _later(kept: Mapping[str, Any], before: int | None, past: UUID | None) -> str:
    """Return the address of the next page, or nothing at the end."""
    if before is None:
        return ""
    return f"?{urlencode({**kept, 'before': before, **({'past': past} if past else {})})}"


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_NUMBER))
    return min(int(text), LAST_NUMBER) if plain else None
