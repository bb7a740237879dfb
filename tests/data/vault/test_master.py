"""The master key: made once, kept to oneself, never silently made anew beside data that were sealed under it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from xiuhua.platform.vault import keyring as module
from xiuhua.platform.vault.keyring import master, prove_master
from xiuhua.platform.vault.master import FILE_NAME, Master, MasterKeyMissing, MasterKeyWrong, load_master
from xiuhua.platform.vault.models import SubjectKey

LOADING = "import sys; from pathlib import Path; from xiuhua.platform.vault.master import load_master; "
LOADING += "key, made = load_master(Path(sys.argv[1]), create=True); print(key.secret.hex(), made)"


def test_it_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, made = load_master(tmp_path / "home", create=True)
    again, anew = load_master(tmp_path / "home", create=True)
    assert (made, anew, first) == (True, False, again)
    path = tmp_path / "home" / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text("ascii"))["version"] == 1


def test_of_many_first_starts_one_makes_it(tmp_path: Path) -> None:
    program = [sys.executable, "-c", LOADING, str(tmp_path)]
    started = [subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate(timeout=60)[0].split() for process in started]
    assert len({secret for secret, _ in said}) == 1
    assert sorted(made for _, made in said) == ["False", "False", "False", "True"]


def test_a_start_that_was_killed_before_it_wrote_is_made_up_for(tmp_path: Path) -> None:
    os.close(os.open(tmp_path / FILE_NAME, os.O_CREAT, 0o600))
    assert load_master(tmp_path, create=True)[1]


@pytest.mark.parametrize("text", ["rubbish", "{}", '{"version": 1, "key": "c2hvcnQ="}', '{"version": 1, "key": null}'])
def test_a_damaged_file_is_said_in_both_languages(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "ascii")
    with pytest.raises(MasterKeyWrong, match=r"已损坏.*damaged"):
        load_master(tmp_path, create=True)
    assert (tmp_path / FILE_NAME).read_text("ascii") == text


@pytest.mark.django_db
def test_the_key_of_another_database_is_found_out(tmp_path: Path, settings: object) -> None:
    """Some stored keys may have been tampered with: that is for verifying to say."""
    module.forget_master()
    settings.HOME = tmp_path / "home"
    prove_master()
    ring = module.keyring()
    ring.make([uuid4(), uuid4()])
    SubjectKey.objects.bulk_create(SubjectKey(subject=each, wrapped=sealed) for each, sealed in ring.take_unsaved())
    SubjectKey.objects.create(subject=uuid4(), wrapped="x")
    prove_master()
    module.forget_master()
    settings.HOME = tmp_path / "other"
    load_master(settings.HOME, create=True)
    with pytest.raises(MasterKeyWrong, match=r"不是这个数据库的.*not that of this database"):
        prove_master()
    module.forget_master()


def test_purposes_have_keys_of_their_own() -> None:
    key = Master(b"m" * 32)
    assert len({key.secret, key.wrapping, key.blinding, key.digesting, key.staging}) == 5
    assert key.derive("heads") != key.derive("head")


def test_an_absent_key_is_said_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"主密钥.*master key"):
        load_master(tmp_path, create=False)


@pytest.mark.django_db
def test_none_is_made_beside_sealed_data(tmp_path: Path, settings: object) -> None:
    """A wrong XIUHUA_HOME would else mix two keys in one database, and nobody could read either half."""
    SubjectKey.objects.create(subject=uuid4(), wrapped="x")
    module.forget_master()
    settings.HOME = tmp_path
    with pytest.raises(MasterKeyMissing):
        master()
    assert not (tmp_path / FILE_NAME).exists()
    SubjectKey.objects.all().delete()
    assert master().secret
    assert (tmp_path / FILE_NAME).exists()
    module.forget_master()
