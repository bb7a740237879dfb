"""Wrapping the keys of all subjects anew, and keeping what proves the past, when one master key follows another."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from xiuhua.platform.vault.generations import proofs, sealed_proof
from xiuhua.platform.vault.keyring import Keyring, Unreadable
from xiuhua.platform.vault.master import Master
from xiuhua.platform.vault.models import Generation, SubjectKey

AT_ONCE = 2000


def keep_proofs(master: Master, *, using: str = "default") -> None:
    """Keep, sealed under this master key, what proves all that was written under earlier ones. Repeating is harmless.

    The caller holds the turn of a writer.
    """
    with transaction.atomic(using=using):
        for proof in proofs(master, using=using)[:-1]:
            values = {"kept": sealed_proof(master, proof), "until": json.dumps(dict(proof.until or {}))}
            Generation.objects.using(using).update_or_create(number=proof.generation, defaults=values)


def subjects(*, using: str = "default") -> Iterator[list[UUID]]:
    """Yield the subjects whose keys are stored, some at a time."""
    last = UUID(int=0)
    while True:
        rows = SubjectKey.objects.using(using).filter(subject__gt=last).order_by("subject")
        found = list(rows.values_list("subject", flat=True)[:AT_ONCE])
        if not found:
            return
        yield found
        last = found[-1]


def wrap_anew(some: list[UUID], keyring: Keyring, *, using: str = "default") -> tuple[int, int]:
    """Wrap keys by the present master key; return how many were, and how many cannot be opened by any.

    A key that was destroyed meanwhile stays destroyed. The caller holds the turn of a writer.
    """
    done = broken = 0
    with transaction.atomic(using=using):
        rows = SubjectKey.objects.using(using).filter(subject__in=some).select_for_update()
        changed = []
        for row in rows:
            try:
                wrapped = keyring.wrapped_anew(row.subject, row.wrapped)
            except Unreadable:
                broken += 1
                continue
            if wrapped is not None:
                row.wrapped = wrapped
                changed.append(row)
        done = len(changed)
        SubjectKey.objects.using(using).bulk_update(changed, ["wrapped"], batch_size=200)
    return done, broken
