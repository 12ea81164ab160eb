"""Text, dates and times as archives send them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.charset import python_encoding

from app.domain.text import decode_text, parse_date, parse_time

character_sets = st.lists(st.sampled_from([*python_encoding, "UTF-8", "nonsense", "ISO IR 100"]), max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("raw", "declared", "text"),
    [
        (b"DOE^JANE ", (), "DOE^JANE"),
        (b"DOE^JANE\0\0", ("ISO_IR 100",), "DOE^JANE"),
        ("MÜLLER".encode("latin-1"), ("ISO_IR 100",), "MÜLLER"),
        ("MÜLLER".encode("latin-1"), (), "MÜLLER"),  # undeclared
        ("MÜLLER".encode("latin-1"), ("ISO_IR 192",), "MÜLLER"),  # wrongly declared
        ("MÜLLER".encode(), ("ISO_IR 192",), "MÜLLER"),
        ("MÜLLER".encode(), (), "MÜLLER"),
        ("MÜLLER".encode(), ("ISO_IR 100",), "MÜLLER"),  # wrongly declared
        ("MÜLLER".encode(), ("no such set",), "MÜLLER"),
        ("王^小东".encode("gb18030"), ("GB18030",), "王^小东"),
        ("Люкс".encode("iso8859_5"), ("ISO_IR 144",), "Люкс"),
        ("Люкс".encode("iso8859_5"), ("ISO-IR 144",), "Люкс"),  # misspelled
        ("LEBŒUF^Loïc".encode("iso8859_15"), ("ISO_IR 203",), "LEBŒUF^Loïc"),
        (b"Leb\x1b-b\xbduf^A", ("", "ISO 2022 IR 203"), "Lebœuf^A"),
        # PS3.5 annex H.3.1 and I.2
        (
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            ("", "ISO 2022 IR 87"),
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ),
        (
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            ("", "ISO 2022 IR 149"),
            "Hong^Gildong=洪^吉洞=홍^길동",
        ),
        (b"Yamada=\x1b$B;3ED\x1b(B", (), "Yamada=山田"),  # escape sequences without a declaration
        (b"\x1b", ("ISO 2022 IR 87",), ""),
        (b"a\nb\tc\x07", (), "abc"),
    ],
)
def test_decoded(raw: bytes, declared: tuple[str, ...], text: str) -> None:
    assert decode_text(raw, declared) == text


@given(st.binary(max_size=64), character_sets)
def test_no_bytes_whatever_raise(raw: bytes, declared: tuple[str, ...]) -> None:
    text = decode_text(raw, declared)
    assert text.isprintable() and text == text.strip()


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs"])))
def test_utf8_is_always_understood(text: str) -> None:
    expected = "".join(c for c in text if c.isprintable()).strip()
    assert decode_text(text.encode(), ("ISO_IR 192",)) == expected
    assert decode_text(text.encode(), ("ISO_IR 100",)) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20240229", date(2024, 2, 29)),
        ("2024.02.29", date(2024, 2, 29)),
        ("2024-02-29 ", date(2024, 2, 29)),
        ("20230229", None),
        ("00000000", None),
        ("2024", None),
        ("", None),
        ("Not Supplied", None),
        ("٢٠٢٤٠٢٢٩", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("23", time(23)),
        ("2359", time(23, 59)),
        ("235958", time(23, 59, 58)),
        ("235958.1", time(23, 59, 58, 100000)),
        ("235958.123456789", time(23, 59, 58, 123456)),
        ("23:59:58", time(23, 59, 58)),
        ("235960", time(23, 59, 59)),
        ("240000", None),
        ("236000", None),
        ("235961", None),
        ("2", None),
        ("", None),
    ],
)
def test_times(text: str, moment: time | None) -> None:
    assert parse_time(text) == moment


@given(st.text(max_size=20))
def test_no_date_or_time_raises(text: str) -> None:
    parse_date(text)
    parse_time(text)


@given(st.dates(date(1900, 1, 1)), st.times().map(lambda t: t.replace(fold=0)))
def test_every_date_and_time_is_understood(day: date, moment: time) -> None:
    assert parse_date(day.strftime("%Y%m%d").rjust(8, "0")) == day
    assert parse_time(moment.strftime("%H%M%S.%f")) == moment
