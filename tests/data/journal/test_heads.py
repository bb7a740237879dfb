"""The file of signed heads: forged, lost, torn, grown, and written by many at once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from data.accounts.cast import fresh
from data.journal.world import COUNTY, NEIGHBOUR, World, a_household, do, members
from xiuhua.platform.journal import heads as module
from xiuhua.platform.journal.heads import FILE_NAME, Head, read_heads, write_heads
from xiuhua.platform.journal.models import Entry, Ledger, Stream
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault.master import Master
from xiuhua.registry.commands.members import CorrectMember

LEDGER = "0000"
MASTER, STRANGER = Master(b"m" * 32), Master(b"s" * 32)


def head(sequence: int, stream: str = COUNTY, *, ledger: str = LEDGER) -> Head:
    """Return a head with an invented hash."""
    return Head(ledger, stream, sequence, f"{sequence:064x}")


def write(home: Path, *heads: Head, master: Master = MASTER) -> None:
    """Append heads one by one, as transactions do."""
    for each in heads:
        write_heads(home, master, [each])


# The file alone


def test_the_highest_head_of_each_stream_counts(tmp_path: Path) -> None:
    """Transactions end in another order than they write here."""
    write(tmp_path, head(1), head(3), head(2), head(7, NEIGHBOUR), head(9, ledger="another"))
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(3), NEIGHBOUR: head(7, NEIGHBOUR)}, 0)


def test_no_file_is_no_head(tmp_path: Path) -> None:
    assert read_heads(tmp_path, MASTER, LEDGER) == ({}, 0)


def changed(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return what changes one field of a line."""
    return lambda entry: entry.update({name: value})


@pytest.mark.parametrize(
    "forge",
    [
        changed("hash", "f" * 64),
        changed("sequence", 9),
        changed("signature", "AAAA"),
        changed("signature", "no base64!"),
    ],
    ids=["hash", "sequence", "signature", "no signature"],
)
def test_a_forged_line_is_counted_and_the_true_one_below_stands(tmp_path: Path, forge: Any) -> None:
    write(tmp_path, head(1), head(2))
    first, last = (tmp_path / FILE_NAME).read_text("ascii").splitlines()
    entry = json.loads(last)
    forge(entry)
    (tmp_path / FILE_NAME).write_text(f"{first}\n{json.dumps(entry)}\n", "ascii")
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(1)}, 1)


def test_a_line_signed_by_another_key(tmp_path: Path) -> None:
    write(tmp_path, head(1))
    write(tmp_path, head(2), head(3), master=STRANGER)
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(1)}, 2)


@pytest.mark.parametrize(
    "rubbish", [b"{}", b'{"ledger": 1}', b"\xff\xfe{}", b'["a"]}', b'{"sequence": "x", "signature": ""}']
)
def test_rubbish_is_counted(tmp_path: Path, rubbish: bytes) -> None:
    write(tmp_path, head(1))
    with (tmp_path / FILE_NAME).open("ab") as file:
        file.write(rubbish + b"\n")
    write(tmp_path, head(2))
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(2)}, 1)


@pytest.mark.parametrize("left", [1, 20, 100])
def test_a_torn_line_is_passed_over_and_does_not_spoil_the_next(tmp_path: Path, left: int) -> None:
    """A power cut or a full disk leaves half a line."""
    write(tmp_path, head(1), head(2))
    path = tmp_path / FILE_NAME
    first, last = path.read_bytes().splitlines()
    path.write_bytes(first + b"\n" + last[:left])
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(1)}, 0)
    write(tmp_path, head(3))
    assert read_heads(tmp_path, MASTER, LEDGER) == ({COUNTY: head(3)}, 0)


def test_it_is_compacted_to_what_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMPACT_ABOVE", 5000)
    write(tmp_path, *(head(number, stream) for number in range(1, 40) for stream in (COUNTY, NEIGHBOUR)))
    write(tmp_path, head(50), master=STRANGER)
    write(tmp_path, head(8, ledger="another"), *(head(number, "system") for number in range(1, 30)))
    path = tmp_path / FILE_NAME
    assert path.stat().st_size < 7000
    found, false = read_heads(tmp_path, MASTER, LEDGER)
    assert {name: each.sequence for name, each in found.items()} == {COUNTY: 39, NEIGHBOUR: 39, "system": 29}
    assert false == 1, "the trace of a forger is kept"
    assert read_heads(tmp_path, MASTER, "another")[0] == {COUNTY: head(8, ledger="another")}
    assert not path.with_suffix(".new").exists()


def test_many_at_once_lose_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while one of them replaces the file."""
    monkeypatch.setattr(module, "_COMPACT_ABOVE", 4000)
    streams = [f"6201{number:02}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda stream: write(tmp_path, *(head(n, stream) for n in range(1, 30))), streams))
    found, false = read_heads(tmp_path, MASTER, LEDGER)
    assert ({name: each.sequence for name, each in found.items()}, false) == (dict.fromkeys(streams, 29), 0)


# With a journal


def findings() -> list[tuple[str, dict[str, Any]]]:
    """Return what verifying finds."""
    return [(problem.code, dict(problem.values)) for problem in verify().findings]


def test_every_write_is_signed(own_world: World) -> None:
    household = a_household()
    wish = CorrectMember(id=fresh(), household_id=household.id, person_id=members(household)[1].id, work_months=3)
    assert do(wish).accepted
    last = own_world.heads.read_text("ascii").splitlines()[-1]
    stream = Stream.objects.get(name=COUNTY)
    kept = json.loads(last)
    assert (kept["stream"], kept["sequence"], kept["hash"]) == (COUNTY, stream.sequence, stream.hash)
    assert kept["ledger"] == str(Ledger.objects.get().id)


def test_a_removed_file(world: World) -> None:
    world.heads.unlink()
    assert findings() == [("head_never_signed", {"stream": name}) for name in (COUNTY, NEIGHBOUR, "system")]


def test_a_forged_file(world: World) -> None:
    """Without the master key nobody signs the head of a journal that was rewritten."""
    lines = [json.loads(line) for line in world.heads.read_text("ascii").splitlines()]
    for line in lines:
        line["hash"] = "0" * 64
    world.heads.write_text("".join(json.dumps(line) + "\n" for line in lines), "ascii")
    found = findings()
    assert found[0] == ("head_signature_false", {"count": len(lines)})
    assert {code for code, _ in found[1:]} == {"head_never_signed"}


def test_a_head_signed_by_another_installation(world: World) -> None:
    ledger = str(Ledger.objects.get().id)
    entry = Entry.objects.filter(stream=COUNTY).order_by("-sequence").first()
    write(world.heads.parent, Head(ledger, COUNTY, entry.sequence, "0" * 64), master=STRANGER)
    assert findings() == [("head_signature_false", {"count": 1})]


def test_a_signature_that_finds_no_room_does_not_belie_the_receipt(own_world: World) -> None:
    household = a_household()
    person = members(household)[1]
    kept = own_world.heads.rename(own_world.heads.with_suffix(".kept"))
    own_world.heads.symlink_to("/dev/full")
    assert do(CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, work_months=3)).accepted
    kept.rename(own_world.heads)
    assert findings() == []


def test_entries_that_a_killed_process_did_not_get_signed(own_world: World) -> None:
    """What was committed counts; the next write in the stream signs it too."""
    before = own_world.heads.read_bytes()
    household = a_household()
    person = members(household)[1]
    assert do(CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, work_months=3)).accepted
    own_world.heads.write_bytes(before)
    assert findings() == []
    assert do(CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, work_months=4)).accepted
    assert findings() == []
    Entry.objects.filter(stream=COUNTY).order_by("-sequence").first().delete()
    assert [code for code, _ in findings()] == ["tail_cut"]
