"""multipart/related, however it is cut into pieces."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pacs.multipart import MultipartError, boundary_of, parts

BOUNDARY = b"xYz"


def message(bodies: list[bytes], lengths: bool, preamble: bytes = b"") -> bytes:
    text = preamble
    for body in bodies:
        text += b"\r\n--xYz \r\nContent-Type: application/dicom\r\n"
        text += b"content-length: %d\r\n" % len(body) if lengths else b""
        text += b"\r\n" + body
    return text + b"\r\n--xYz--\r\n"


@given(
    st.lists(st.binary(max_size=60).filter(lambda b: b"--xYz" not in b), max_size=4), st.booleans(), st.integers(1, 50)
)
def test_the_parts_come_out_whole(bodies: list[bytes], lengths: bool, size: int) -> None:
    sent = message(bodies, lengths, b"ignore this")
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert list(parts(pieces, BOUNDARY, 1000)) == bodies


def test_a_boundary_at_the_very_start_and_no_headers() -> None:
    assert list(parts([b"--xYz\r\n\r\nbody\r\n--xYz--"], BOUNDARY, 1000)) == [b"body"]


@given(st.integers(0, 80), st.booleans())
def test_what_is_cut_off_says_so(end: int, lengths: bool) -> None:
    sent = message([b"0123456789"], lengths)
    if end >= len(sent) - 2:
        return
    with pytest.raises(MultipartError):
        list(parts([sent[:end]], BOUNDARY, 1000))


@pytest.mark.parametrize("lengths", [True, False])
def test_a_part_that_is_too_large(lengths: bool) -> None:
    with pytest.raises(MultipartError, match="too large"):
        list(parts([message([b"0" * 5000], lengths)[:4000]] + [b"0" * 1000] * 3, BOUNDARY, 1000))


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_nothing_else_ever_comes_of_it(pieces: list[bytes]) -> None:
    with contextlib.suppress(MultipartError):
        list(parts(pieces, BOUNDARY, 1000))


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ('multipart/related; type="application/dicom"; boundary=abc', b"abc"),
        ('multipart/related; boundary="a b/c:d"', b"a b/c:d"),
    ],
)
def test_boundaries(content_type: str, boundary: bytes) -> None:
    assert boundary_of(content_type) == boundary


@pytest.mark.parametrize("content_type", ["", "text/html", "multipart/related", "application/dicom; boundary=x"])
def test_no_boundary(content_type: str) -> None:
    with pytest.raises(MultipartError):
        boundary_of(content_type)
