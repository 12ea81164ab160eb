"""Coverage-guided fuzzing of the reader, by hand; needs ``pip install atheris``, which nothing else does::

    python tests/fuzz/reader.py FOLDER -max_total_time=300 -rss_limit_mb=1000 -timeout=5

FOLDER collects what reaches new code, and begins with the whole files of tests/inference/hostile_files.py. A file that
raises anything but a typed error, takes more than 5 s or more than 1 GB is written to the current folder, and the
program ends.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["inference", "pydicom"]):
    from inference.dicom import load_slices, load_volume, read_studies
    from inference.errors import NotAnalysable
    from inference.series import choose

from tests.inference.hostile_files import seeds

_FILE = Path(tempfile.mkdtemp(prefix="firstread-fuzz-")) / "a.dcm"


def one_input(raw: bytes) -> None:
    """Read ``raw`` as the detector does; a file without its preamble gets one, so that fewer inputs are wasted."""
    _FILE.write_bytes(raw if raw[128:132] == b"DICM" else b"\0" * 128 + b"DICM" + raw)
    try:
        for study in read_studies(_FILE):
            for series in study.series:
                load_slices(series, 2)
                load_volume(series)
            choose(study)
    except NotAnalysable:
        pass


def main() -> None:
    """Seed the corpus and fuzz until time is over, or something is found."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in seeds().items():
        (folder / name).write_bytes(raw)
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
