"""Text, dates and times as archives and scanners really write them: decoded without ever failing."""

from __future__ import annotations

import re
from datetime import date, time

from pydicom.charset import CODES_TO_ENCODINGS, python_encoding

#: Sets in which a byte above 127 is half a character, so that valid UTF-8 proves nothing (PS3.3 C.12.1.1.2).
_MULTI_BYTE = frozenset({"GB18030", "GBK", "GB2312", "shift_jis", "euc_kr"})
#: Latin alphabet No. 9, with the euro sign and the French œ: newer than pydicom's tables.
_LATIN_9 = {"ISO_IR 203": "iso8859_15", "ISO 2022 IR 203": "iso8859_15"}
_ESCAPES = {**CODES_TO_ENCODINGS, b"\x1b-b": "iso8859_15"}
#: ``^``, ``=`` and backslash return to the first set (PS3.5 6.1.2.5.3).
_DELIMITERS = re.compile(rb"[\^=\\\r\n\t\f]")


def decode_text(raw: bytes, charsets: tuple[str, ...] = ()) -> str:
    """``raw`` as text, by the declared values of Specific Character Set (0008,0005).

    Where the declaration is absent or wrong: UTF-8 where the bytes are valid UTF-8, else Latin-1, which always
    succeeds. Padding, NULs and other control characters are removed.
    """
    return "".join(c for c in decoded(raw, charsets) if c.isprintable()).strip()


def decoded(raw: bytes, charsets: tuple[str, ...] = ()) -> str:
    """As :func:`decode_text`, with all characters that ``raw`` has."""
    return _decode(raw, [encoding for name in charsets if (encoding := _encoding(name))])


def parse_date(text: str) -> date | None:
    """``20240131``, and the old ``2024.01.31`` or ``2024-01-31``; None for anything else."""
    match = re.fullmatch(r"([0-9]{4})[.\-/]?([0-9]{2})[.\-/]?([0-9]{2})", text.strip())
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """``HH``, ``HHMM``, ``HHMMSS`` with fraction, also with colons; a leap second counts as 59. None otherwise."""
    match = re.fullmatch(r"([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2})(?:\.([0-9]{1,9}))?)?)?", text.strip())
    if not match:
        return None
    second = int(match[3] or 0)
    try:
        return time(
            int(match[1]), int(match[2] or 0), 59 if second == 60 else second, int((match[4] or "").ljust(6, "0")[:6])
        )
    except ValueError:
        return None


def _encoding(term: str) -> str | None:
    """Python's name of a defined term, also of one with another character for its blanks; None for what is none."""
    right = re.sub(r"^ISO.2022.IR.", "ISO 2022 IR ", re.sub(r"^ISO.IR.", "ISO_IR ", term))
    return python_encoding.get(term) or python_encoding.get(right) or _LATIN_9.get(right)


def _decode(raw: bytes, encodings: list[str]) -> str:
    declared = encodings[0] if encodings else ""
    try:
        if b"\x1b" in raw:
            return _decode_escaped(raw, declared or "latin-1")
        if declared not in _MULTI_BYTE:
            return raw.decode("utf-8")  # also plain ASCII
    except (UnicodeError, LookupError):
        pass
    try:
        return raw.decode(declared or "latin-1")
    except (UnicodeError, LookupError):
        pass
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("latin-1")


def _decode_escaped(raw: bytes, first: str) -> str:
    """ISO 2022 code extensions (PS3.5 6.1.2.5): each escape sequence changes the set, a delimiter changes it back."""
    text = ""
    for part in re.findall(rb"\x1b[^\x1b]*|[^\x1b]+", raw):
        if not part.startswith(b"\x1b"):
            text += part.decode(first)
            continue
        length = 4 if part.startswith((b"\x1b$(", b"\x1b$)")) else 3
        encoding = _ESCAPES.get(part[:length], first)
        if encoding.startswith("iso2022_jp"):
            text += part.decode(encoding)  # the codec wants its escape sequence, and forgets it at the part's end
            continue
        rest = part[length:]
        back = _DELIMITERS.search(rest)
        end = back.start() if back else len(rest)
        text += rest[:end].decode(encoding) + rest[end:].decode(first)
    return text
