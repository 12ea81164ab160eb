"""Every way to refuse or cut a connection off has one plain sentence."""

from __future__ import annotations

import pytest

from app.pacs.refusals import aborted, context_result, rejected

#: PS3.8 table 9-21: source, reason, a word of what it means, a word of what to do.
REJECTIONS = [
    (1, 1, "no reason", "log"),
    (1, 2, "kind of DICOM", "port"),
    (1, 3, "our AE title", "add"),
    (1, 7, "AE title that we call it by", "settings"),
    (2, 1, "network service", "log"),
    (2, 2, "version", "update"),
    (3, 1, "busy", "later"),
    (3, 2, "no connection free", "later"),
]
#: PS3.8 table 9-26: source, reason, a word of what it means, a word of what to do.
ABORTS = [
    (0, 0, "application", "log"),
    (2, 0, "no reason", "later"),
    (2, 1, "could not read", "firewall"),
    (2, 2, "message came out of turn", "vendor"),
    (2, 4, "know a parameter", "vendor"),
    (2, 5, "parameter came out of turn", "vendor"),
    (2, 6, "parameter's value", "vendor"),
]


@pytest.mark.parametrize(("source", "reason", "means", "do"), REJECTIONS)
@pytest.mark.parametrize("result", [1, 2])
def test_each_rejection(result: int, source: int, reason: int, means: str, do: str) -> None:
    before, after = rejected(result, source, reason).split(";")
    assert means in before and do in after


@pytest.mark.parametrize(("source", "reason", "means", "do"), ABORTS)
def test_each_abort(source: int, reason: int, means: str, do: str) -> None:
    before, after = aborted(source, reason).split(";")
    assert means in before and do in after


def test_no_two_reasons_share_a_sentence() -> None:
    assert len({rejected(1, s, r) for s, r, *_ in REJECTIONS}) == len(REJECTIONS)
    assert len({aborted(s, r) for s, r, *_ in ABORTS}) == len(ABORTS)


def test_every_number_that_may_come() -> None:
    """One octet each: also what is reserved or nonsense gets its sentence, with its numbers."""
    for source in range(256):
        for reason in range(256):
            for text in (rejected(1, source, reason), rejected(2, source, reason), aborted(source, reason)):
                assert text.startswith("The archive") and text.endswith(".") and text.count(";") == 1
                assert text.count(". ") == 0 and len(text) < 160
            if (source, reason) not in {(s, r) for s, r, *_ in REJECTIONS}:
                assert f"({source}, {reason})" in rejected(1, source, reason)
    assert "later" in rejected(2, 9, 9) and "vendor" in rejected(1, 9, 9)
    assert aborted(0, 5) == aborted(0, 0)  # the reason is not significant


def test_who_refused_a_presentation_context() -> None:
    assert [context_result(n) for n in range(5)] == [
        "accepted",
        "refused by the archive's application, which may not allow it to our AE title",
        "refused by the archive's network service without a reason",
        "refused by the archive's network service, which does not offer this service",
        "refused by the archive's network service, which supports none of the encodings",
    ]
    assert context_result(None) == "not answered by the archive"
    assert "77" in context_result(77)
