"""Safe access to DICOM elements: a broken value counts as absent, and nothing of it reaches a log or a message."""

from __future__ import annotations

import logging
import math
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence as DicomSequence
from pydicom.tag import BaseTag, Tag

#: pydicom and its decoders; their messages quote header values and file names, which may be patient data.
_LOGGERS: Final = ("pydicom", "pylibjpeg", "libjpeg", "openjpeg", "rle")
#: A value longer than this is damaged or hostile: of millions of numbers, each would be converted.
_MAX_VALUE: Final = 64 * 1024
#: And so is a sequence longer than this: some thousand frames take a tenth of it.
_MAX_SEQUENCE: Final = 16 * 1024 * 1024
_lock = threading.Lock()
_depth = 0
_saved: tuple[warnings.catch_warnings[None], list[int]] | None = None


@contextmanager
def quiet() -> Iterator[None]:
    """Contain the warnings and log records of pydicom and its decoders while the block runs.

    Blocks of several threads may overlap (``warnings.catch_warnings`` alone would then restore the filters in the wrong
    order): the first one in silences, the last one out restores.
    """
    global _depth, _saved
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    with _lock:
        _depth += 1
        if _depth == 1:
            _saved = warnings.catch_warnings(), [logger.level for logger in loggers]
            _saved[0].__enter__()
            warnings.simplefilter("ignore")
            for logger in loggers:
                logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0 and _saved is not None:
                for logger, level in zip(loggers, _saved[1], strict=True):
                    logger.setLevel(level)
                _saved[0].__exit__(None, None, None)
                _saved = None


def value(ds: Dataset, keyword: str) -> object:
    """The element's value, or None where it is absent, empty, of absurd length or cannot be converted to its VR."""
    tag = _tag(keyword)
    try:
        if tag not in ds:
            return None
        raw = ds.get_item(tag)
        if isinstance(raw, RawDataElement) and isinstance(raw.value, bytes):
            longest = _MAX_SEQUENCE if raw.VR in ("SQ", "UN", None) else _MAX_VALUE
            if len(raw.value) > longest:
                return None
        found: object = ds[tag].value
    except Exception:  # any conversion error: "Not Supplied" in IS, wrong VR, wrong length, unknown VR
        return None
    return None if found is None or found == "" else found


def stated(ds: Dataset, keyword: str) -> bool:
    """Whether the element is there and not empty, also where :func:`value` cannot read it."""
    tag = _tag(keyword)
    if tag not in ds:
        return False
    raw = ds.get_item(tag).value
    return bool(raw.strip(b" \0")) if isinstance(raw, bytes) else raw is not None and raw != ""


@cache
def _tag(keyword: str) -> BaseTag:
    """Found in pydicom's dictionary once: a stack of thin slices is asked for thousands of values."""
    return Tag(keyword)


def text(ds: Dataset, keyword: str) -> str:
    """The element as stripped text, several values joined by a backslash; "" where absent or broken."""
    found = value(ds, keyword)
    if found is None or isinstance(found, (bytes, DicomSequence)):
        return ""
    try:
        return "\\".join(map(str, found)).strip() if isinstance(found, MultiValue) else str(found).strip("\0 ")
    except Exception:  # an undecodable Person Name or character set
        return ""


def numbers(ds: Dataset, keyword: str, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` finite numbers, or None."""
    found = value(ds, keyword)
    several: list[Any] = list(found) if isinstance(found, (MultiValue, list, tuple)) else [found]
    if len(several) != count:
        return None
    try:
        converted = tuple(float(item) for item in several)
    except (TypeError, ValueError, OverflowError):
        return None
    return converted if all(map(math.isfinite, converted)) else None


def number(ds: Dataset, keyword: str) -> float | None:
    """One finite number (the first, where several are given as in window centres), or None."""
    found = value(ds, keyword)
    if isinstance(found, (MultiValue, list, tuple)):
        found = found[0] if found else None
    try:
        converted = float(found)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return converted if math.isfinite(converted) else None


def integer(ds: Dataset, keyword: str) -> int | None:
    """One whole number, or None."""
    found = numbers(ds, keyword, 1)
    return int(found[0]) if found is not None and found[0] == int(found[0]) else None


def items(ds: Dataset, keyword: str) -> list[Dataset]:
    """The items of a sequence; empty where absent or broken."""
    found = value(ds, keyword)
    return [item for item in found if isinstance(item, Dataset)] if isinstance(found, DicomSequence) else []
