"""Every status has one plain sentence: what it means and what to do."""

from __future__ import annotations

import pytest
from pynetdicom import status as theirs

from app.pacs.statuses import Operation, Outcome, meaning, outcome, remedy, sentence

TABLES = {
    Operation.ECHO: theirs.VERIFICATION_SERVICE_CLASS_STATUS,
    Operation.FIND: theirs.QR_FIND_SERVICE_CLASS_STATUS,
    Operation.GET: theirs.QR_GET_SERVICE_CLASS_STATUS,
    Operation.MOVE: theirs.QR_MOVE_SERVICE_CLASS_STATUS,
    Operation.STORE: theirs.STORAGE_SERVICE_CLASS_STATUS,
}

#: By hand, from PS3.4 B.2.3, C.4.1.1.4, C.4.2.1.5, C.4.3.1.4 and PS3.7 annex C: code, kind, a word of the meaning
#: and a word of what to do ("" where nothing has to be done).
BY_HAND = [
    (Operation.FIND, 0x0000, "success", "all matches", ""),
    (Operation.FIND, 0xFF00, "pending", "match", ""),
    (Operation.FIND, 0xFF01, "pending", "keys", ""),
    (Operation.FIND, 0xFE00, "cancel", "cancelled", "again"),
    (Operation.FIND, 0xA700, "failure", "resources", "later"),
    (Operation.FIND, 0xA900, "failure", "query model", "conformance"),
    (Operation.FIND, 0xC000, "failure", "unable", "later"),
    (Operation.FIND, 0xCABC, "failure", "0xCABC", "vendor"),
    (Operation.FIND, 0x0122, "failure", "class", "administrator"),
    (Operation.FIND, 0x0124, "failure", "not allow", "AE title"),
    (Operation.GET, 0x0000, "success", "all images", ""),
    (Operation.GET, 0xFF00, "pending", "sending", ""),
    (Operation.GET, 0xFE00, "cancel", "cancelled", "again"),
    (Operation.GET, 0xA701, "failure", "count", "later"),
    (Operation.GET, 0xA702, "failure", "could not send", "fetch"),
    (Operation.GET, 0xA900, "failure", "query model", "conformance"),
    (Operation.GET, 0xAA00, "failure", "frames", "look"),
    (Operation.GET, 0xB000, "warning", "some of the images", "fetch"),
    (Operation.GET, 0xC000, "failure", "unable", "later"),
    (Operation.MOVE, 0x0000, "success", "destination", ""),
    (Operation.MOVE, 0xA701, "failure", "count", "later"),
    (Operation.MOVE, 0xA702, "failure", "destination", "port"),
    (Operation.MOVE, 0xA801, "failure", "AE title", "add"),
    (Operation.MOVE, 0xA900, "failure", "query model", "conformance"),
    (Operation.MOVE, 0xB000, "warning", "some of the images", "fetch"),
    (Operation.MOVE, 0xFE00, "cancel", "cancelled", "again"),
    (Operation.MOVE, 0xC123, "failure", "0xC123", "vendor"),
    (Operation.STORE, 0xA700, "failure", "disk", "administrator"),
    (Operation.STORE, 0xA799, "failure", "0xA799", "later"),
    (Operation.STORE, 0xA900, "failure", "match its class", "conformance"),
    (Operation.STORE, 0xB000, "warning", "changed", "look"),
    (Operation.STORE, 0xB006, "warning", "without some", "look"),
    (Operation.STORE, 0xB007, "warning", "although", "look"),
    (Operation.STORE, 0xC000, "failure", "cannot understand", "conformance"),
    (Operation.STORE, 0x0111, "failure", "already", "nothing"),
    (Operation.STORE, 0x0117, "failure", "identifier", "conformance"),
    (Operation.ECHO, 0x0000, "success", "answers", ""),
    (Operation.ECHO, 0x0110, "failure", "failed", "later"),
    (Operation.ECHO, 0x0210, "failure", "under way", "later"),
    (Operation.ECHO, 0x0211, "failure", "operation", "administrator"),
    (Operation.ECHO, 0x0212, "failure", "malformed", "conformance"),
    (Operation.ECHO, 0x0213, "failure", "resources", "later"),
    (Operation.ECHO, 0x4711, "failure", "0x4711", "vendor"),
]


@pytest.mark.parametrize(
    ("operation", "code", "kind", "means", "do"), BY_HAND, ids=[f"{o.value}-{c:04X}" for o, c, *_ in BY_HAND]
)
def test_what_each_status_means_and_what_to_do(operation: Operation, code: int, kind: str, means: str, do: str) -> None:
    assert outcome(code).value == kind
    assert means in meaning(code, operation)
    assert do in remedy(code, operation) if do else not remedy(code, operation)


@pytest.mark.parametrize("operation", Operation)
def test_every_status_of_the_standard(operation: Operation) -> None:
    for code, (kind, _) in {**theirs.GENERAL_STATUS, **TABLES[operation]}.items():
        if kind != "Unknown":
            assert outcome(code).value == kind.lower(), hex(code)
        text = sentence(code, operation)
        assert text.startswith("The ") and text.endswith(".") and "not define" not in text, hex(code)


@pytest.mark.parametrize("operation", Operation)
def test_every_possible_status(operation: Operation) -> None:
    """All 65,536: one sentence that fits in a status bar, and for all that went wrong, what to do."""
    for code in range(0x10000):
        text = sentence(code, operation)
        assert text.endswith(".") and text.count(". ") == 0 and 10 < len(text) < 160, text
        assert bool(remedy(code, operation)) is (outcome(code) not in (Outcome.SUCCESS, Outcome.PENDING)), hex(code)


@pytest.mark.parametrize("code", [0x4711, 0x0250, 0xA7FF, 0xA9AB, 0xAC00, 0xB123, 0xC001, 0xFFFF])
def test_a_status_without_words_of_its_own_is_shown_as_a_number(code: int) -> None:
    for operation in Operation:
        assert f"0x{code:04X}" in sentence(code, operation)


def test_only_zero_is_success() -> None:
    assert [code for code in range(0x10000) if outcome(code) is Outcome.SUCCESS] == [0]


def test_the_same_code_in_two_services() -> None:
    assert "query" in sentence(0xC000, Operation.FIND)
    assert "images" in sentence(0xC000, Operation.GET)
    assert "AE title" in sentence(0xA801, Operation.MOVE)
