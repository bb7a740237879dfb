"""The keys that are stored, read without an ORM: it takes longer to put a question into words than to answer it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connections

from xiuhua.kernel.ids import as_uuid
from xiuhua.platform.vault.models import SubjectKey

_SUBJECT = SubjectKey._meta.get_field("subject")


def stored_keys(subjects: Sequence[UUID], *, using: str) -> Iterator[tuple[UUID, str]]:
    """Yield those of these subjects that have a key, with the wrapped keys; one query."""
    connection = connections[using]
    given = [_SUBJECT.get_db_prep_value(subject, connection) for subject in subjects]
    gaps = ", ".join(["%s"] * len(given))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT subject, wrapped FROM {SubjectKey._meta.db_table} WHERE subject IN ({gaps})", given)
        for subject, wrapped in cursor.fetchall():
            yield as_uuid(subject), wrapped
