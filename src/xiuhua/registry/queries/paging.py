"""Where the next page begins of a list in the order of village, household and record."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from xiuhua.kernel.ids import read_uuid

Row = TypeVar("Row", bound=Model)


def following_key(rows: QuerySet[Row], after: str | None) -> QuerySet[Row]:
    """Return the rows after a key of village, household code and id; a key of another form starts at the beginning."""
    village, _, rest = (after or "").partition("/")
    household, _, last = rest.rpartition("/")
    identifier = read_uuid(last)
    if identifier is None:
        return rows
    same = Q(place_code=village)
    return rows.filter(
        Q(place_code__gt=village)
        | (same & Q(household__code__gt=household))
        | (same & Q(household__code=household, id__gt=identifier))
    )
