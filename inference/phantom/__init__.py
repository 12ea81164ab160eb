"""Parametric phantom head CT: anatomy, hemorrhage of known volume, mimics, scanner effects, DICOM."""

from inference.phantom.dicom_writer import (
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
    "Hemorrhage",
    "Phantom",
    "PhantomPatient",
    "PhantomSpec",
    "PhantomStudy",
    "image_datasets",
    "render",
    "uid_from",
    "write_datasets",
    "write_series",
]
