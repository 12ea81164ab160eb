"""Every status has one plain sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynetdicom import status as theirs

from app.pacs.statuses import Operation, Outcome, outcome, sentence

TABLES = {
    Operation.ECHO: theirs.VERIFICATION_SERVICE_CLASS_STATUS,
    Operation.FIND: theirs.QR_FIND_SERVICE_CLASS_STATUS,
    Operation.GET: theirs.QR_GET_SERVICE_CLASS_STATUS,
    Operation.MOVE: theirs.QR_MOVE_SERVICE_CLASS_STATUS,
    Operation.STORE: theirs.STORAGE_SERVICE_CLASS_STATUS,
}


@pytest.mark.parametrize("operation", Operation)
def test_every_status_of_the_standard(operation: Operation) -> None:
    for code, (kind, _) in TABLES[operation].items():
        if kind != "Unknown":
            assert outcome(code).value == kind.lower(), hex(code)
        text = sentence(code, operation)
        assert text.startswith(("The ", "Nothing ")) and text.endswith(".") and "not define" not in text, hex(code)


@given(st.integers(0, 0xFFFF), st.sampled_from(Operation))
def test_any_status(code: int, operation: Operation) -> None:
    text = sentence(code, operation)
    assert text.endswith(".") and text.count(". ") == 0 and 10 < len(text) < 140
    assert isinstance(outcome(code), Outcome)


def test_a_vendors_code_is_shown_for_the_vendor() -> None:
    assert "0xC123" in sentence(0xC123, Operation.FIND)
    assert outcome(0xC123) is Outcome.FAILURE
    assert "0x4711" in sentence(0x4711, Operation.GET)
    assert outcome(0x4711) is Outcome.FAILURE


def test_only_zero_is_success() -> None:
    assert [code for code in range(0x10000) if outcome(code) is Outcome.SUCCESS] == [0]


def test_the_same_code_in_two_services() -> None:
    assert "query" in sentence(0xC000, Operation.FIND)
    assert "images" in sentence(0xC000, Operation.GET)
    assert "AE title" in sentence(0xA801, Operation.MOVE)
