"""Firstread's detector: DICOM in, hemorrhage masks, boxes and volumes out. No Qt, no network."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("firstread")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
