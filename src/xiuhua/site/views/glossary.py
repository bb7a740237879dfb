"""The words of the product, for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.pages import Crumb, Here
from xiuhua.site.glossary import glossary

LONGEST = 60


@require_safe
@signed_in()
def words(request: HttpRequest) -> HttpResponse:
    """Show the words of both languages, or those that hold what was looked for."""
    wanted = request.GET.get("word", "").strip()[:LONGEST]
    crumbs = (Crumb(Text("查证", "Evidence"), reverse("evidence")), Crumb(Text("词汇", "Glossary")))
    context = {"shown": glossary(wanted), "wanted": wanted, "here": Here("evidence", crumbs)}
    return render(request, "site/glossary.html", context)
