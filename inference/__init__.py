"""Firstread's detector: DICOM in, hemorrhage masks, boxes and volumes out. No Qt, no network."""

import os
from importlib.metadata import PackageNotFoundError, version

# ONNX Runtime's own packages tell Microsoft of their use unless this is set before they are loaded. Nobody is to hear
# from a workstation but whom its settings name.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

try:
    __version__ = version("firstread")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
