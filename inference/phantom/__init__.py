"""Parametric phantom head CT: anatomy, hemorrhage of known volume, mimics, scanner effects, DICOM."""

from inference.phantom.dicom_extras import dose_report, reformat, scout
from inference.phantom.dicom_writer import (
    TRANSFER_SYNTAXES,
    PhantomPatient,
    PhantomStudy,
    image_datasets,
    uid_from,
    write_datasets,
    write_series,
)
from inference.phantom.render import render
from inference.phantom.spec import MIMICS, SITES, Hemorrhage, Phantom, PhantomSpec

__all__ = [
    "MIMICS",
    "SITES",
    "TRANSFER_SYNTAXES",
    "Hemorrhage",
    "Phantom",
    "PhantomPatient",
    "PhantomSpec",
    "PhantomStudy",
    "dose_report",
    "image_datasets",
    "reformat",
    "render",
    "scout",
    "uid_from",
    "write_datasets",
    "write_series",
]
