"""What every object says of itself: who made it, with which version, when, and what it is called."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from pydicom.dataset import Dataset

from inference.elements import items, text

#: Longer texts of an object are cut.
LONGEST = 240
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_DATES = (
    ("ContentDate", "ContentTime"), ("StructureSetDate", "StructureSetTime"), ("SeriesDate", "SeriesTime"),
    ("InstanceCreationDate", "InstanceCreationTime"),
)  # fmt: skip


def brief(found: str, most: int = LONGEST) -> str:
    """A text of a stranger, on one line, without what is not to be seen, and not longer than ``most``."""
    clean = " ".join(_UNSEEN.sub(" ", found).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def said(ds: Dataset, keyword: str, most: int = LONGEST) -> str:
    """An element as :func:`brief` text; empty where it is absent or broken."""
    return brief(text(ds, keyword), most)


def meaning(ds: Dataset, keyword: str) -> str:
    """Code Meaning of the first item of a code sequence, or its Code Value; empty without either."""
    for code in items(ds, keyword)[:1]:
        return said(code, "CodeMeaning", 120) or said(code, "CodeValue", 64)
    return ""


def code_of(ds: Dataset, keyword: str) -> tuple[str, str]:
    """Code Value and Coding Scheme Designator of the first item of a code sequence; empty without."""
    for code in items(ds, keyword)[:1]:
        return said(code, "CodeValue", 64), said(code, "CodingSchemeDesignator", 64)
    return "", ""


def description(ds: Dataset) -> dict[str, Any]:
    """The fields of :class:`app.domain.other_results.OtherResult` that all kinds have alike."""
    maker, model = said(ds, "Manufacturer", 80), said(ds, "ManufacturerModelName", 80)
    product = model if model.casefold().startswith(maker.casefold()) and model else f"{maker} {model}".strip()
    title = next(
        (found for found in (
            said(ds, "ContentDescription"), said(ds, "StructureSetLabel"), said(ds, "ContentLabel"),
            said(ds, "SeriesDescription"),
        ) if found), "",
    )  # fmt: skip
    return {
        "product": product,
        "version": said(ds, "SoftwareVersions", 80).replace("\\", ", "),
        "made_at": _made_at(ds),
        "title": title,
        "ours": maker == "Firstread",
    }


def _made_at(ds: Dataset) -> datetime | None:
    for day, hour in _DATES:
        digits = text(ds, day).replace(".", "").replace("-", "")[:8]
        clock = (text(ds, hour).replace(":", "").partition(".")[0] + "000000")[:6]
        for pattern, value in (("%Y%m%d%H%M%S", digits + clock), ("%Y%m%d", digits)):
            try:
                return datetime.strptime(value, pattern)
            except ValueError:
                continue
    return None
