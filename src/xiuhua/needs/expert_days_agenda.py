"""What expert days ask people to do: gather needs before the day, type in who was seen after it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.expert_days import days_waiting
from xiuhua.platform.work.agenda import AgendaLine, Group

FEW: Final = 6
"""So many days are read at a glance, the nearest first."""


def expert_days_to_handle(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the expert days to come, and those of which nobody has typed in who was seen."""
    if not viewer.operator and not COMMANDS["needs.record_seat"].allows(viewer.roles()):
        return []
    lines = []
    for day in days_waiting(viewer, today)[:FEW]:
        over = day.held_on <= today and day.waiting > 0
        lines.append(
            AgendaLine(
                Text("登记看了谁", "Record who was seen") if over else Text("准备专家日", "Prepare"),
                Text(day.name, day.name),
                Text(
                    f"名单上 {day.waiting} 件需求", f"{day.waiting} need{'' if day.waiting == 1 else 's'} on the list"
                ),
                day.held_on,
                reverse("expert-day", args=[day.id]),
                (Group.OVERDUE if day.held_on < today else Group.TODAY) if over else Group.SOON,
                plain=Text("专家日", "expert day"),
                place=day.place,
            )
        )
    return lines
