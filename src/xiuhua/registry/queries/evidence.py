"""Whose the evidence files are: whoever may see a household may open what its records name or named."""

from collections.abc import Collection
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files.owners import Owner
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Evidence

_HOUSEHOLDS = QUERIES["registry.households"]


def named_evidence(files: Collection[UUID]) -> set[UUID]:
    """Return those of these files that a record names, or named before; one query."""
    return set(Evidence.objects.filter(file_id__in=files).values_list("file_id", flat=True))


def evidence_seen(viewer: Actor, files: Collection[UUID]) -> set[UUID]:
    """Return those of these files that a record names which the viewer may see; one query."""
    rows = within(Evidence.objects.filter(file_id__in=files), viewer, _HOUSEHOLDS)
    return set(rows.values_list("file_id", flat=True))


RECORDS = Owner(named_evidence, evidence_seen)
"""Lines of income ledgers and plots of land, as owners of files."""
