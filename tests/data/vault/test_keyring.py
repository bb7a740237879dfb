"""Sealing and opening under the keys of subjects, and what happens without them."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, Unreadable
from xiuhua.platform.vault.master import Master
from xiuhua.platform.vault.models import SubjectKey

pytestmark = pytest.mark.django_db

MASTER = Master(b"m" * 32)
LABEL = "registry_person.phone"


@pytest.fixture
def subject() -> Iterator[UUID]:
    """Return a subject whose key is stored."""
    made = uuid4()
    store(made)
    return made


def store(*subjects: UUID, master: Master = MASTER) -> Keyring:
    """Make keys and store them as the journal does."""
    keys = Keyring(master)
    keys.make(subjects)
    SubjectKey.objects.bulk_create(SubjectKey(subject=each, wrapped=wrapped) for each, wrapped in keys.take_unsaved())
    return keys


@pytest.mark.parametrize("text", ["", "13987654321", "金丝雀 \x00 🐤", "长" * 5000])
def test_what_was_sealed_is_opened_by_another_keyring(subject: UUID, text: str) -> None:
    keys = Keyring(MASTER)
    sealed = keys.seal(subject, LABEL, text)
    assert text == "" or text not in sealed
    assert Keyring(MASTER).open(subject, LABEL, sealed) == text


def test_the_same_text_is_sealed_differently_each_time(subject: UUID) -> None:
    """More often than one fetch of random bytes serves, so that no nonce comes twice."""
    keys = Keyring(MASTER)
    assert len({keys.seal(subject, LABEL, "13987654321")[:19] for _ in range(3000)}) == 3000


def test_it_belongs_to_its_subject_and_its_column(subject: UUID) -> None:
    other = uuid4()
    store(other)
    keys = Keyring(MASTER)
    sealed = keys.seal(subject, LABEL, "13987654321")
    for wrong in ((other, LABEL), (subject, "registry_person.identity")):
        with pytest.raises(Unreadable):
            keys.open(*wrong, sealed)


@pytest.mark.parametrize("at", [0, 4, 30, -1])
def test_a_changed_text_is_not_opened(subject: UUID, at: int) -> None:
    keys = Keyring(MASTER)
    sealed = list(keys.seal(subject, LABEL, "13987654321" * 3))
    sealed[at] = "A" if sealed[at] != "A" else "B"
    with pytest.raises(Unreadable):
        keys.open(subject, LABEL, "".join(sealed))


@pytest.mark.parametrize("text", ["", "x", "AAAA", "AQE=", "不是密文", "A" * 40])
def test_rubbish_is_not_opened(subject: UUID, text: str) -> None:
    with pytest.raises(Unreadable):
        Keyring(MASTER).open(subject, LABEL, text)


def test_without_its_key_a_value_is_gone(subject: UUID) -> None:
    sealed = Keyring(MASTER).seal(subject, LABEL, "13987654321")
    SubjectKey.objects.filter(subject=subject).delete()
    keys = Keyring(MASTER)
    for attempt in (lambda: keys.open(subject, LABEL, sealed), lambda: keys.seal(subject, LABEL, "x")):
        with pytest.raises(KeyDestroyed):
            attempt()


def test_another_master_key_unwraps_nothing(subject: UUID) -> None:
    with pytest.raises(Unreadable):
        Keyring(Master(b"s" * 32)).load([subject])


def test_a_wrapped_key_moved_to_another_subject_is_useless(subject: UUID) -> None:
    other = uuid4()
    SubjectKey.objects.create(subject=other, wrapped=SubjectKey.objects.get(subject=subject).wrapped)
    with pytest.raises(Unreadable):
        Keyring(MASTER).load([other])


def test_keys_are_read_in_bulk(django_assert_num_queries: object) -> None:
    subjects = [uuid4() for _ in range(50)]
    store(*subjects)
    keys = Keyring(MASTER)
    with django_assert_num_queries(1):
        keys.load(subjects)
        keys.load(subjects)
        assert all(subject in keys for subject in subjects)
        for subject in subjects:
            keys.seal(subject, LABEL, "x")
    keys.forget()
    assert subjects[0] not in keys


def test_keys_that_were_not_written_are_dropped(subject: UUID) -> None:
    keys = Keyring(MASTER)
    keys.make([uuid4()])
    keys.drop()
    assert keys.take_unsaved() == []


def test_blind_indexes_and_digests_are_keyed_and_apart() -> None:
    one, other = Keyring(MASTER), Keyring(Master(b"s" * 32))
    assert one.blind("a", "x") == Keyring(MASTER).blind("a", "x")
    assert len({one.blind("a", "x"), one.blind("b", "x"), one.blind("a", "y"), other.blind("a", "x")}) == 4
    assert len({one.digest(b"x"), one.digest(b"y"), other.digest(b"x")}) == 3


def test_blobs_belong_to_their_label() -> None:
    sealed = Keyring(MASTER).seal_blob("upload", b"\x00sheet")
    assert Keyring(MASTER).open_blob("upload", sealed) == b"\x00sheet"
    assert b"sheet" not in sealed
    for label, data in (("other", sealed), ("upload", sealed[:-1]), ("upload", b"")):
        with pytest.raises(Unreadable):
            Keyring(MASTER).open_blob(label, data)
