"""Reports of other products as trees and in a few lines."""

from __future__ import annotations

from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

from app.results.dicom.report import make_report
from app.results.dicom.segmentation import make_segmentation
from app.results.reading import report
from inference.types import CaseState
from tests.app.results import others_products as products
from tests.app.results.dicom_sources import images, source


def _read(ds: Dataset, folder: Path) -> Dataset:
    return pydicom.dcmread(products.written(ds, folder))


def test_a_measurement_report_is_told_by_its_groups(tmp_path: Path) -> None:
    found = report.describe(_read(products.measurements(images()), tmp_path), tmp_path)
    assert (found.product, found.version, found.ours) == ("Acme BrainFinder", "4.2", False)
    assert found.title == "Imaging Measurement Report"
    (said,) = found.says
    assert said.startswith("Bleed A: Hemorrhage, Dura mater, ") and "Volume 12.3 ml" in said
    assert "All algorithms succeeded; with findings" in said
    texts = [one.text for one in found.lines]
    volume = next(one for one in found.lines if one.text == "Volume: 12.3 ml")
    group = next(one for one in found.lines if one.text == "Measurement Group")
    assert volume.level > group.level >= 1 and "Algorithm Name: BrainFinder" in texts


def test_our_own_report(tmp_path: Path) -> None:
    made = source()
    found = report.describe(_read(make_report(made, make_segmentation(made)), tmp_path), tmp_path)
    assert found.ours and found.product == "Firstread intracranial hemorrhage triage"
    assert any(line.startswith("SDH 2: Hemorrhage, Dura mater") and "Volume" in line for line in found.says)
    negative = report.describe(_read(make_report(source(CaseState.NEGATIVE), None), tmp_path), tmp_path)
    assert "All algorithms succeeded; without findings" in negative.says[0]


def test_a_text_report_is_told_by_its_first_statements(tmp_path: Path) -> None:
    long = "word " * 400
    ds = products.text_report(images(), "No hemorrhage.", "Line one\nline two\x00\u202e", long)
    found = report.describe(_read(ds, tmp_path), tmp_path)
    assert found.says[0] == "Finding: No hemorrhage." and found.says[1] == "Finding: Line one line two"
    assert len(found.lines) == 3 and len(found.lines[2].text) < 1020 and found.title == "Radiology Study observation"


def test_a_report_without_end_is_cut(tmp_path: Path) -> None:
    ds = products.text_report(images(), *(f"Statement {n}." for n in range(report.MOST_LINES + 5)))
    found = report.describe(_read(ds, tmp_path), tmp_path)
    assert len(found.lines) == report.MOST_LINES + 1 and "rest is not shown" in found.lines[-1].text
    assert len(found.says) == report.MOST_SAID + 1 and found.says[-1].startswith("and ")


def test_a_deep_tree_is_cut() -> None:
    root = inner = Dataset()
    for level in range(200):
        item = Dataset()
        item.ValueType, item.TextValue = "TEXT", f"{level}"
        inner.ContentSequence = [item]
        inner = item
    found = report.describe(root, Path("x"))
    assert len(found.lines) == report.DEEPEST + 1 and found.lines[-1].level == report.DEEPEST


def test_values_of_every_type() -> None:
    for kind, name, value, shown in (
        ("DATE", "Date", "20260301", "20260301"), ("PNAME", "PersonName", "Reader^Ann", "Reader Ann"),
        ("UIDREF", "UID", "1.2.3", "1.2.3"), ("SCOORD3D", "GraphicType", "POLYGON", "polygon region"),
        ("TEXT", "TextValue", "x", "x"),
    ):  # fmt: skip
        item, concept = Dataset(), Dataset()
        concept.CodeMeaning, concept.CodeValue, concept.CodingSchemeDesignator = "What", "1", "99X"
        item.ValueType, item.ConceptNameCodeSequence = kind, [concept]
        setattr(item, name, value)
        assert report.line(item) == f"What: {shown}"
    empty = Dataset()
    assert report.line(empty) == "item"
    empty.ValueType = "NUM"
    assert report.line(empty) == "no value"
