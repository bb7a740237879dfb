"""What is kept of earlier master keys: what proves the past, sealed under the present one, and nothing that opens data.

An entry of the journal stays provable under the key of its time, and an old digest comparable. Both keys are of no use
for reading: wrapped keys and blind indexes are made anew when one master key follows another.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xiuhua.platform.vault.forms import Unreadable, form_of, generation_of
from xiuhua.platform.vault.master import Master
from xiuhua.platform.vault.models import Generation

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Proof:
    """The keys that prove what was written under one master key; ``until`` is where each stream ends under it.

    The present one has no end.
    """

    generation: int
    chaining: bytes
    digesting: bytes
    until: Mapping[str, int] | None = None


def proofs(master: Master, *, using: str = "default") -> tuple[Proof, ...]:
    """Return the keys of all master keys of an installation, the first one first, the present one last."""
    present = Proof(master.generation, master.chaining, master.digesting)
    if master.generation == 1:
        return (present,)
    known = {}
    rows = Generation.objects.using(using).filter(number__lt=master.generation)
    for number, kept, until in rows.values_list("number", "kept", "until"):
        known[number] = _opened(master, number, bytes(kept), json.loads(until))
    if (before := master.before) is not None:
        known.setdefault(
            before.generation, Proof(before.generation, before.chaining, before.digesting, master.boundary)
        )
    return (*(proof for _, proof in sorted(known.items())), present)


def chaining_at(known: tuple[Proof, ...], stream: str, sequence: int) -> bytes:
    """Return the key under the hash of an entry."""
    return next(each.chaining for each in known if each.until is None or sequence <= each.until.get(stream, 0))


def sealed_proof(master: Master, proof: Proof) -> bytes:
    """Return what is kept of an earlier master key, sealed under this one."""
    plain = json.dumps({"chain": proof.chaining.hex(), "digest": proof.digesting.hex()}).encode()
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(master.keeping).encrypt(nonce, plain, _label(proof.generation))
    return form_of(master.generation) + nonce + sealed


def _opened(master: Master, number: int, sealed: bytes, until: Mapping[str, int]) -> Proof:
    generation = generation_of(sealed)
    key = next((m for m in (master, master.before) if m is not None and m.generation == generation), None)
    try:
        if key is None:
            raise Unreadable("kept under a master key that is not here")
        plain = AESGCM(key.keeping).decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], _label(number))
    except InvalidTag as error:
        raise Unreadable("what is kept of an earlier master key was changed") from error
    kept = json.loads(plain)
    return Proof(number, bytes.fromhex(kept["chain"]), bytes.fromhex(kept["digest"]), until)


def _label(generation: int) -> bytes:
    return f"vault_generation/{generation}".encode()
