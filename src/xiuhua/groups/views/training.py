"""What members need to learn: by place and subject, one's own, a member's record; saying a need and taking it back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.training_needs import TakeBackTrainingNeed, TellTrainingNeed
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.training import (
    PlaceTraining,
    Record,
    group_training,
    member_record,
    members_to_speak_for,
    own_groups,
    own_training,
    place_training,
    training_need,
)
from xiuhua.groups.queries.training_lines import NeedLine
from xiuhua.groups.queries.training_seen import COURSES, TRAINING
from xiuhua.groups.rules.training import ENOUGH_NAMES, Attended, NeedState, subjects
from xiuhua.groups.views.asking import SECTION, group_or_404, way, way_to
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue
from xiuhua.platform.pages import Crumb, Here

TRAINING_NAME = Text("培训", "Training")
_OWN = Text("我的培训", "My training")
_ALL = Text("全部", "all")
_HIDDEN = ("group_id", "need_id", "observed_at")


def way_to_training(places: tuple[PlaceLine, ...], *more: Crumb) -> Here:
    """Return the way to the training of a place, or to a page below it."""
    href = reverse("place-training", args=[places[-1].code]) if places and more else ""
    return way(places, Crumb(TRAINING_NAME, href), *more)


def training_section(request: HttpRequest, page: GroupPage) -> dict[str, Any]:
    """Return what the page of a group shows of training; nothing to whoever may not know of it."""
    tells = page.valid_to is None and reaches(request.viewer, COMMANDS[TellTrainingNeed.code], page.place_code)
    return {"training": group_training(request.viewer, page.id, on=today_of(request)), "may_tell": tells}


def subjects_to_choose(request: HttpRequest, region: str) -> list[Choice]:
    """Return what can be learned, in the viewer's language."""
    listed = subjects(catalogue.policy(), on=today_of(request), region=region)
    return [Choice(code, name.in_language(language())) for code, name in listed.items()]


@require_safe
@signed_in(COURSES)
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the training of a place: what is needed, by subject, and the courses."""
    asked = request.GET.get("subject", "")
    found = place_training(request.viewer, code, on=today_of(request), subject=asked) if is_place_code(code) else None
    if found is None:
        raise Http404
    address = reverse("place-training", args=[code])
    total = sum(each.count for each in found.subjects)
    chips = [{"label": _ALL, "count": total, "href": address, "current": not asked}]
    chips += [
        {
            "label": each.name,
            "count": each.count,
            "href": f"{address}?subject={each.code}",
            "current": each.code == asked,
        }
        for each in found.subjects
    ]
    context = {
        "found": found,
        "chips": chips,
        "rows": [_row(request, each) for each in found.needs],
        "next": _next(found, asked),
        "plan_url": reverse("course-plan", args=[code]) if found.may_plan else "",
        "here": way_to_training(found.places),
    }
    return render(request, "groups/place_training.html", context)


@require_safe
@signed_in(TRAINING)
def own(request: HttpRequest) -> HttpResponse:
    """Show the viewer's own needs, invitations and record."""
    found, groups = own_training(request.viewer, on=today_of(request)), own_groups(request.viewer)
    context = {"title": _OWN, "groups": groups, "own": True, "next": _own_next(found), **_recorded(request, found)}
    return render(request, "groups/training_record.html", {**context, "here": Here(SECTION, (Crumb(_OWN),))})


@require_safe
@signed_in(TRAINING)
def of_member(request: HttpRequest, group_id: UUID, trained_id: UUID) -> HttpResponse:
    """Show the needs and the record of a member."""
    page = group_or_404(request, group_id)
    found = member_record(request.viewer, trained_id, on=today_of(request))
    if found is None or trained_id not in {each.id for each in (*page.members, *page.past_members)}:
        raise Http404
    title = Text(f"{found.name} 的培训", f"Training of {found.name}")
    context = {"title": title, "groups": (), "own": False, **_recorded(request, found)}
    return render(request, "groups/training_record.html", {**context, "here": way_to(page, title)})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TellTrainingNeed.code])
def tell(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Say what a member needs to learn: one's own need, or that of a member of the two committees."""
    page = group_or_404(request, group_id)
    members = members_to_speak_for(request.viewer, group_id, on=today_of(request))
    if not members:
        raise Http404
    alone = len(members) == 1
    usual = {"member_id": str(members[0][0])} if alone else {}
    sent = {**usual, **request.POST.dict()}
    receipt, problems = answered(
        request, TellTrainingNeed, {"group_id": group_id}, answers=sent, new={"need_id": "need"}
    )
    if receipt is not None:
        done(request, receipt, _("已记下。有了培训会请本人，够不够用由本人说。"))
        return redirect("member-training", group_id, receipt.result["member"])
    form = form_for(
        request,
        TellTrainingNeed,
        values={"member_id": members[0][0], "since": today_of(request)},
        problems=problems,
        references={
            "member_id": [Choice(str(key), name) for key, name in members],
            "subject": subjects_to_choose(request, page.place_code),
        },
        leave_out=(*_HIDDEN, *(("member_id",) if alone else ())),
        draft=f"{TellTrainingNeed.code}-{group_id}",
    )
    intro = Text(f"{members[0][1]} 的培训需求。", f"What {members[0][1]} needs to learn.") if alone else None
    here, back = way_to(page, TellTrainingNeed.label), reverse("group", args=[page.id])
    return form_page(
        request, form, Text("想学什么？", "What is to be learned?"), here=here, cancel_url=back, intro=intro
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TakeBackTrainingNeed.code])
def take_back(request: HttpRequest, training_need_id: UUID) -> HttpResponseBase:
    """Take back a need that one has said."""
    need = training_need(request.viewer, training_need_id, on=today_of(request))
    if need is None or not _may_take_back(request, need):
        raise Http404
    page = group_or_404(request, need.group_id)
    receipt, problems = answered(request, TakeBackTrainingNeed, {"need_id": need.id})
    if receipt is not None:
        done(request, receipt, _("已撤回。"))
        return redirect("member-training", need.group_id, need.member_id)
    form = form_for(request, TakeBackTrainingNeed, problems=problems, leave_out=_HIDDEN)
    title = Text("撤回培训需求", "Take the training need back")
    intro = Text(f"{need.name}，{need.subject.zh}：{need.words}", f"{need.name}, {need.subject.en}: {need.words}")
    here, back = way_to(page, title), reverse("member-training", args=[need.group_id, need.member_id])
    submit = Text("撤回", "Take back")
    return form_page(request, form, title, here=here, cancel_url=back, intro=intro, submit=submit)


def _may_take_back(request: HttpRequest, need: NeedLine) -> bool:
    return need.state is NeedState.OPEN and need.told_by == request.viewer.person_id


def _row(request: HttpRequest, need: NeedLine) -> dict[str, Any]:
    late = need.state is NeedState.OPEN and need.wanted_by is not None and need.wanted_by < today_of(request)
    return {"need": need, "late": late, "may_take_back": _may_take_back(request, need)}


def _next(found: PlaceTraining, asked: str) -> dict[str, Any]:
    """Return the one next step of whoever plans courses: a course for the needs that none answers."""
    waiting = found.unplanned
    if not found.may_plan or not waiting:
        return {}
    code = asked or waiting[0].subject_code
    of_one = [each for each in waiting if each.subject_code == code]
    name = of_one[0].subject if of_one else waiting[0].subject
    n = len(of_one)
    title = Text(
        f"{n} 人需要{name.zh}的培训，还没有安排",
        f"{n} member{' needs' if n == 1 else 's need'} a course on {name.en}, and none is planned",
    )
    href = f"{reverse('course-plan', args=[found.place.code])}?subject={code}"
    return {"title": title, "label": Text("安排培训", "Plan a course"), "href": href} if of_one else {}


def _own_next(found: Record) -> dict[str, Any]:
    """Return the one next step of a member: to say of the last course whether it was enough."""
    due = next((each.course for each in found.courses if each.seat.may_say), None)
    if due is None:
        return {}
    title = Text(f"“{due.title}”够用了吗？", f"Was “{due.title}” enough?")
    return {"title": title, "label": Text("说说够不够用", "Say so"), "href": reverse("course-say", args=[due.id])}


def _recorded(request: HttpRequest, found: Record) -> dict[str, Any]:
    return {
        "found": found,
        "open": [_row(request, each) for each in found.open_needs],
        "closed": [each for each in found.needs if each.state is not NeedState.OPEN],
        "courses": [
            {
                "seat": each.seat,
                "course": each.course,
                "said": ENOUGH_NAMES[each.seat.enough] if each.seat.enough is not None else None,
                "came": each.seat.came is Attended.PRESENT,
            }
            for each in found.courses
        ],
    }
