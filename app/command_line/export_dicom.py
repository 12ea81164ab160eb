"""``python -m app export-dicom``: analyses one study and writes the result as DICOM objects; without a screen."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from app.paths import private_open
from app.results.dicom.make import encoded, make
from app.results.dicom.source import Source, read_headers
from inference.dicom import load_volume, read_studies
from inference.errors import FirstreadError
from inference.files import files_under
from inference.types import CaseResult


def run(path: Path, out: Path, model: Path | None) -> int:
    """Returns the exit status: 0 where the objects were written, also those of a study that cannot be analysed."""
    from inference.detect import analyze, open_session

    try:
        if not path.exists():
            print("The file or folder does not exist.", file=sys.stderr)
            return 1
        with open_session(model) as session:
            result = analyze(path, session)
        for file in export(path, result, out, datetime.now()):
            print(file)
    except FirstreadError as error:
        print(error.reason.text, file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"The result cannot be exported: {error}.", file=sys.stderr)
        return 1
    return 0


def export(path: Path, result: CaseResult, out: Path, made_at: datetime) -> tuple[Path, ...]:
    """Write the objects of a result of the study at ``path`` into the folder ``out``, each named after its kind.

    Raises ValueError where the study holds no CT image that could be referred to, OSError, NotAnalysable.
    """
    analysed = dict.fromkeys(one.sop_instance_uid for one in result.slices)
    headers = read_headers(files_under(path), list(analysed))
    if not headers:
        raise ValueError("there is no CT image to refer to")
    volume = None
    if analysed:
        series = [series for study in read_studies(path) for series in study.series]
        volume = load_volume(next(one for one in series if one.series_instance_uid == result.series_instance_uid))
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, made in make(Source(result, headers, volume, made_at)).items():
        written.append(out / f"{kind.value}.dcm")
        with private_open(written[-1]) as file:
            file.write(encoded(made))
    return tuple(written)
