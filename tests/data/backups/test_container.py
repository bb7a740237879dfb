"""The sealed file: whatever is cut off, changed, moved or added is found, wherever it is."""

import io
import os

import pytest

from xiuhua.platform.vault.master import Master
from xiuhua.site.backups import container
from xiuhua.site.backups.container import END, MAGIC, Opening, Sealing
from xiuhua.site.backups.refusing import BackupRefused

MASTER, OTHER = Master(b"m" * 32), Master(b"o" * 32)
SMALL = 64


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "PIECE", SMALL)


def sealed(data: bytes, master: Master = MASTER) -> bytes:
    file = io.BytesIO()
    sealing = Sealing(file, master, {"made": "now"})
    for start in range(0, len(data), 50):
        sealing.write(data[start : start + 50])
    sealing.finish()
    return file.getvalue()


def opened(data: bytes, master: Master = MASTER, *, step: int = 33) -> bytes:
    opening, parts = Opening(io.BytesIO(data), master), []
    while part := opening.read(step):
        parts.append(part)
    return b"".join(parts)


def refused(data: bytes, master: Master = MASTER) -> str:
    with pytest.raises(BackupRefused) as found:
        opened(data, master)
    return found.value.problem.code


@pytest.mark.parametrize("size", [0, 1, SMALL - 20, *range(SMALL - 6, SMALL + 12), 3 * SMALL, 5000])
def test_what_was_sealed_comes_out_again(size: int) -> None:
    for data in (os.urandom(size), b"x" * size):
        for step in (1, 33, 10_000):
            assert opened(sealed(data), step=step) == data


def test_the_same_twice_is_not_the_same_file() -> None:
    one, two = sealed(b"the same"), sealed(b"the same")
    assert one[len(MAGIC) :] != two[len(MAGIC) :]


@pytest.mark.parametrize("size", [10, 200])
def test_cut_off_anywhere_it_is_torn(size: int) -> None:
    whole = sealed(os.urandom(size))
    head = whole.index(b"\n", len(MAGIC)) + 1
    for length in range(len(MAGIC), len(whole)):
        assert refused(whole[:length]) == "backup_torn", (length, head, len(whole))
    for length in range(len(MAGIC)):
        assert refused(whole[:length]) == "backup_none"


@pytest.mark.parametrize("size", [10, 200])
def test_changed_anywhere_it_is_found(size: int) -> None:
    whole = sealed(os.urandom(size))
    for at in range(len(MAGIC), len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        assert refused(bytes(changed)).startswith(("backup_changed", "backup_torn", "backup_other_key")), at


def test_pieces_that_are_left_out_moved_doubled_or_from_another_backup_are_found() -> None:
    whole, other = sealed(os.urandom(400)), sealed(os.urandom(400))
    first = whole.index(b"\n", len(MAGIC)) + 1
    size = SMALL + 16
    one, two, rest = whole[first : first + size], whole[first + size : first + 2 * size], whole[first + 2 * size :]
    theirs = other[other.index(b"\n", len(MAGIC)) + 1 :][:size]
    head = whole[:first]
    for pieces in (two + rest, two + one + rest, one + one + two + rest, theirs + two + rest, one + two + rest[size:]):
        assert refused(head + pieces) == "backup_changed"
    assert opened(head + one + two + rest)


def test_a_whole_piece_cut_off_with_the_end_put_behind_is_found() -> None:
    whole = sealed(os.urandom(400))
    first = whole.index(b"\n", len(MAGIC)) + 1
    assert refused(whole[: first + 2 * (SMALL + 16)] + END) == "backup_changed"


def test_what_follows_the_end_is_found() -> None:
    for more in (b"x", END, b"y" * 500):
        assert refused(sealed(os.urandom(100)) + more) in ("backup_changed", "backup_torn")


def test_another_key_is_named_and_what_is_none_too() -> None:
    with pytest.raises(BackupRefused) as found:
        opened(sealed(b"data"), OTHER)
    assert found.value.problem.code == "backup_other_key"
    assert dict(found.value.problem.values) == {"backup": MASTER.fingerprint, "here": OTHER.fingerprint}
    assert refused(b"PK\x03\x04") == "backup_none"
    assert refused(b"") == "backup_none"


def test_a_forged_fingerprint_opens_nothing() -> None:
    forged = sealed(b"data").replace(MASTER.fingerprint.encode(), OTHER.fingerprint.encode())
    assert refused(forged, OTHER) == "backup_changed"
