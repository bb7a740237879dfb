"""Whose the evidence of findings is: about a household, or about a group where it concerns the whole village."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q

from xiuhua.groups.access import QUERIES
from xiuhua.groups.models import Finding, WorkGroup
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.files.owners import Owner
from xiuhua.registry.access import QUERIES as REGISTRY


def places_of_groups(ids: Collection[UUID], using: str) -> Mapping[UUID, str]:
    """Return the place codes of those of these ids that are groups: files about a whole village are about its group."""
    return dict(WorkGroup.objects.using(using).filter(id__in=ids).values_list("id", "place_code"))


def _named(files: Collection[UUID]) -> set[UUID]:
    found = Finding.objects.filter(file_id__in=files).values_list("file_id", flat=True)
    return {each for each in found if each is not None}


def _seen(viewer: Actor, files: Collection[UUID]) -> set[UUID]:
    """Return those that a finding names which the viewer may see; of a household only where households are seen."""
    rows = within(Finding.objects.filter(file_id__in=files), viewer, QUERIES["groups.findings"])
    homes = within(Finding.objects.filter(file_id__in=files), viewer, REGISTRY["registry.households"])
    open_ = rows.filter(Q(household_id=None)).values_list("file_id", flat=True)
    return {each for each in (*open_, *homes.values_list("file_id", flat=True)) if each is not None}


FINDINGS: Final = Owner(_named, _seen)
"""Findings, as owners of files."""
