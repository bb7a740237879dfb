"""Which open questions a viewer knows of: those of households in sight, without those that tell how somebody is."""

from django.db.models import Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Question
from xiuhua.registry.questions import OPEN
from xiuhua.registry.rules.question_names import ABOUT_HEALTH

_TELLING = Q(field="health") | Q(code__in=ABOUT_HEALTH)


def open_to(viewer: Actor, code: str | None = None) -> QuerySet[Question]:
    """Return the open questions that the viewer may know of, in a place or everywhere in the territory."""
    rows = Question.objects.filter(state=OPEN)
    seen, health = QUERIES["registry.households"], QUERIES["registry.health"]
    if viewer.operator or viewer.territories(seen.roles) == viewer.territories(health.roles):
        return within(rows, viewer, seen, place=code)
    plain, telling = rows.exclude(_TELLING), rows.filter(_TELLING)
    return within(plain, viewer, seen, place=code) | within(telling, viewer, health, place=code)
