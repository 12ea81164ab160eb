"""The report's pictures as PNG. The only place that knows matplotlib, which comes with the extra ``evaluate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.evaluation.case import Judged
from inference.evaluation.key_slice import KeySlice
from inference.evaluation.summary import Report
from inference.terminal import how_to_add


class PicturesMissing(Exception):
    """The pictures cannot be drawn; the message says what to install."""


def draw(report: Report, judged: Sequence[Judged], slices: Mapping[int, KeySlice], folder: Path) -> dict[str, str]:
    """Draws what the report has data for.

    Args:
        slices: line of the manifest -> the slice that shows its error.
        folder: is made if there is something to draw.

    Returns:
        Title -> path of the file, relative to the parent of ``folder``.

    Raises:
        PicturesMissing: matplotlib is not installed.
    """
    try:
        from inference.evaluation.pictures import charts, errors
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "matplotlib":
            raise
        raise PicturesMissing(
            f"No pictures: they need matplotlib. Install the extra `evaluate`: {how_to_add('evaluate')}"
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, (title, figure) in (charts.figures(report, judged) | errors.figures(report, slices)).items():
        figure.savefig(folder / f"{name}.png", metadata={"Software": None})
        out[title] = f"{folder.name}/{name}.png"
    return out
