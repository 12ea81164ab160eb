"""Structured Reports (PS3.3 A.35) of any product as a readable tree, and what they state in a few lines.

Measurement reports after TID 1500 (PS3.16) are told by their measurement groups; of a simple text report the first
statements are told. The tree is read item by item rather than through a template's class, so that a report that breaks
its template can still be read by a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from app.domain.other_results import Line, OtherResult, ResultKind
from app.results.reading.described import brief, code_of, description, meaning, said
from inference.elements import items, text
from inference.types import FileSource

#: Deeper and longer reports are cut.
DEEPEST = 24
MOST_LINES = 1500
MOST_SAID = 24
#: A report whose tree is longer than this is not searched for what it says either.
_MOST_ITEMS = 20_000

_GROUP = ("125007", "DCM")  # Measurement Group
_TRACKING = ("112039", "DCM")  # Tracking Identifier
_FINDING = ("121071", "DCM")
_CATEGORY = ("276214006", "SCT")  # says the same of every group
_SITES = frozenset({("363698007", "SCT"), ("G-C0E3", "SRT"), ("704319004", "SCT")})
#: Units that are none: {ratio}, "no units".
_UNITLESS = frozenset({"1", "{ratio}", "{score}"})
#: What an item of the tree is to its parent, where that is about the report and not what it reports.
_ASIDE = frozenset({"HAS OBS CONTEXT", "HAS CONCEPT MOD", "HAS ACQ CONTEXT", "HAS PROPERTIES"})
_IMPERSONAL = frozenset({"TEXT", "CODE", "NUM"})


def describe(ds: Dataset, path: FileSource) -> OtherResult:
    """What a report says of itself, and its content."""
    about = description(ds)
    title = meaning(ds, "ConceptNameCodeSequence")
    about["title"] = title or about["title"]
    lines = []
    for level, item in _walk(ds, MOST_LINES + 1):
        lines.append(Line(level, line(item)))
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], Line(0, "The report is longer; its rest is not shown.")]
    groups = [item for _, item in _walk(ds, _MOST_ITEMS) if code_of(item, "ConceptNameCodeSequence") == _GROUP]
    told = [words for group in groups if (words := _group(group))] or [line(item) for item in _statements(ds)]
    says = tuple(told[:MOST_SAID])
    if len(told) > MOST_SAID:
        says = (*says, f"and {len(told) - MOST_SAID} more")
    return OtherResult(
        ResultKind.REPORT, said(ds, "SOPInstanceUID", 64), path, says=says, lines=tuple(lines),
        replaces=tuple(_replaced(ds)), **about,
    )  # fmt: skip


def _replaced(ds: Dataset) -> Iterator[str]:
    for study in items(ds, "PredecessorDocumentsSequence"):
        for series in items(study, "ReferencedSeriesSequence"):
            for one in items(series, "ReferencedSOPSequence"):
                yield said(one, "ReferencedSOPInstanceUID", 64)


def line(item: Dataset) -> str:
    """One content item as text: its concept, and its value with unit."""
    name, value = meaning(item, "ConceptNameCodeSequence"), _value(item)
    if not name:
        return value or said(item, "ValueType", 20).lower() or "item"
    return f"{name}: {value}" if value else name


def _value(item: Dataset) -> str:
    match text(item, "ValueType"):
        case "TEXT":
            return said(item, "TextValue", 1000)
        case "CODE":
            return meaning(item, "ConceptCodeSequence")
        case "NUM":
            return _number(item)
        case "DATE":
            return said(item, "Date", 20)
        case "TIME":
            return said(item, "Time", 20)
        case "DATETIME":
            return said(item, "DateTime", 40)
        case "PNAME":
            return said(item, "PersonName", 120).replace("^", " ")
        case "UIDREF":
            return said(item, "UID", 64)
        case "IMAGE" | "COMPOSITE" | "WAVEFORM":
            return f"{text(item, 'ValueType').lower()} of the study"
        case "SCOORD" | "SCOORD3D" | "TCOORD":
            return f"{said(item, 'GraphicType', 20).lower()} region".strip()
        case _:
            return ""


def _number(item: Dataset) -> str:
    for measured in items(item, "MeasuredValueSequence")[:1]:
        value, (unit, _) = said(measured, "NumericValue", 24), code_of(measured, "MeasurementUnitsCodeSequence")
        return f"{value} {'' if unit in _UNITLESS else unit}".strip()
    return meaning(item, "NumericValueQualifierCodeSequence") or "no value"


def _walk(root: Dataset, most: int) -> Iterator[tuple[int, Dataset]]:
    """Items of the tree below ``root`` in reading order with their depth, at most so many and so deep."""
    waiting = [(0, item) for item in reversed(items(root, "ContentSequence"))]
    while waiting and most > 0:
        level, item = waiting.pop()
        most -= 1
        yield level, item
        if level < DEEPEST:
            waiting += [(level + 1, child) for child in reversed(items(item, "ContentSequence"))]


def _group(group: Dataset) -> str:
    """A measurement group in one line: ``SDH 1: Hemorrhage, Dura mater, Volume 12.3 ml``."""
    name, facts = "", []
    for item in items(group, "ContentSequence"):
        concept, kind = code_of(item, "ConceptNameCodeSequence"), text(item, "ValueType")
        if concept == _TRACKING:
            name = _value(item)
        elif concept == _CATEGORY:
            continue
        elif kind == "CODE" and (concept == _FINDING or concept in _SITES):
            facts.append(_value(item))
        elif kind == "CODE" and text(item, "RelationshipType") == "CONTAINS":
            facts.append(line(item))
        elif kind == "NUM":
            facts.append(f"{meaning(item, 'ConceptNameCodeSequence')} {_number(item)}".strip())
    words = ", ".join(fact for fact in facts if fact)
    return brief(f"{name}: {words}" if name and words else name or words)


def _statements(ds: Dataset) -> Iterator[Dataset]:
    for _, item in _walk(ds, _MOST_ITEMS):
        if text(item, "ValueType") in _IMPERSONAL and text(item, "RelationshipType") not in _ASIDE and _value(item):
            yield item
