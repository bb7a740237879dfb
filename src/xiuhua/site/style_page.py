"""The style page: every part in every state. Browser tests photograph it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.forms import Choice, CommandForm, command_form, read_command
from xiuhua.platform.pages import Crumb, Here
from xiuhua.site import style_samples as samples
from xiuhua.site.pictures import village_map

_COMMAND = UUID("015e7337-2c00-7000-8000-000000000001")
_HERE = Here(
    "",
    (Crumb(Text("兰州市", "Lanzhou"), "#"), Crumb(Text("皋兰县", "Gaolan county"), "#"), Crumb(Text("样式", "Style"))),
)


@require_safe
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """Show the parts, or with ``?part=figure`` the source of a figure as a page or in the side sheet."""
    if request.GET.get("part") == "figure":
        context = {"figure": samples.NET_INCOME, "policy": samples.LINE, "policy_text": Text("2,952 元", "2,952 yuan")}
        return render(request, "site/style/figure.html", {**context, "here": _HERE})
    language = get_language() or ""
    return render(request, "site/style.html", {**_parts(language), "here": _HERE})


def _parts(language: str) -> dict[str, Any]:
    villages = samples.points()
    return {
        "samples": samples,
        "facts": samples.FACTS,
        "map": village_map(
            villages,
            classes=samples.CLASSES,
            title=samples.MAP_TITLE,
            language=language,
            size=Text("{n} 户", "{n} households"),
        ),
        "classes": _class_table(Counter(point.class_code for point in villages)),
        "blank_form": _form(language, wrong=False),
        "wrong_form": _form(language, wrong=True),
    }


def _class_table(counts: Counter[str]) -> dict[str, Any]:
    kind, number = Text("类别", "Class"), Text("村", "Villages")
    return {
        "columns": [{"label": kind}, {"label": number, "number": True}],
        "rows": [
            [
                {"label": kind, "text": entry.name, "swatch": index},
                {"label": number, "text": str(counts[entry.code]), "number": True},
            ]
            for index, entry in enumerate(samples.CLASSES, start=1)
        ],
    }


def _form(language: str, *, wrong: bool) -> CommandForm:
    sent = {"name": "何慧珍", "amount": "三千元", "source": "wage", "months": "14", "village": ""}
    _, problems = read_command(samples.SampleIncome, sent)
    return command_form(
        samples.SampleIncome,
        language=language,
        carried={"id": _COMMAND},
        values=sent if wrong else {"received_on": samples.DAY},
        known={} if wrong else {"received_on": Text("按今天的日期填好了", "Filled in with today's date")},
        problems=problems if wrong else (),
        references={"village": (Choice("1", "道顺村"), Choice("2", "燕儿坪村"))},
        draft="" if wrong else "style-sample",
        prefix="wrong" if wrong else "blank",
    )
