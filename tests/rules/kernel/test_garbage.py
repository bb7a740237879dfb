"""Collecting garbage is put off for a while and goes on afterwards, whatever happens."""

import gc

import pytest

from xiuhua.kernel.garbage import collecting_later


def test_collecting_waits_and_goes_on() -> None:
    with collecting_later():
        with collecting_later():
            assert not gc.isenabled()
        assert not gc.isenabled(), "who came second does not end it"
    assert gc.isenabled()


def test_collecting_goes_on_after_an_error() -> None:
    with pytest.raises(LookupError), collecting_later():
        raise LookupError
    assert gc.isenabled()
