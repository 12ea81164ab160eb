"""How long the worklist takes for one change, one release of the order and one keystroke, at many rows.

Run it with ``python -m tests.benchmarks.worklist [ROWS]`` (50,000 without a number). Each figure is the median of some
runs in processor time of the window's thread, and beside it the same as a multiple of sorting 100,000 random numbers,
which holds on a slow or busy machine, too. Returns 1 where a step would take more than 50 ms on a machine that sorts
those numbers in 15 ms.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.models.worklist import WorklistModel
from app.views import theme
from app.views.worklist_view import WorklistView
from tests.gui import values

LIMIT_MS, REFERENCE_MS = 50.0, 15.0


def main(rows: int = 50_000) -> int:
    """Measure and print; returns the exit status."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    numbers = [random.random() for _ in range(100_000)]
    reference = _median(lambda _: sorted(numbers), 15)
    print(f"sorting 100,000 numbers: {reference:.1f} ms; all other figures at {rows} rows")
    model = WorklistModel()
    kinds = (values.record, values.negative, values.not_analysed)
    everything = [kinds[n % 3](n) if n % 20 else values.positive(n, 0.5 + n % 50 / 100) for n in range(rows)]
    start = thread_time()
    model.replace(everything)
    print(f"load                       {(thread_time() - start) * 1000:8.1f} ms   once, before the window is shown")
    view = WorklistView(model)
    view.resize(1200, 900)
    view.show()
    view.table.setCurrentIndex(model.index(rows // 2, 0))
    view.table.verticalScrollBar().setValue(view.table.verticalScrollBar().maximum() // 3)
    app.processEvents()

    def paint(_: int) -> None:
        view.table.viewport().repaint()

    def change(n: int) -> None:
        model.put(replace(everything[rows - 1 - n], images_received=n))
        model.flush()

    def promote(n: int) -> None:
        model.put(values.positive(rows - 2 - 20 * n, 0.9))
        model.flush()

    def arrive(n: int) -> None:
        model.put(values.record(rows + n))
        model.flush()

    def release(n: int) -> None:
        model.set_held(False)

    def hold(n: int) -> None:
        model.set_held(True)
        model.put(values.positive(rows - 3 - 20 * n, 0.95))
        model.flush()

    lines = iter(
        ["p", "pa", "pat", "pati", "patient1", "patient12", "is:unread", "is:urgent", "ml:>5", "desc:head", ""]
    )

    def keystroke(_: int) -> None:
        model.set_search(next(lines))

    def tick(_: int) -> None:
        model.tick()

    worst = 0.0
    steps: tuple[tuple[str, Callable[[int], None], int, Callable[[int], None] | None], ...] = (
        ("change of a cell", change, 15, None),
        ("a study becomes urgent", promote, 15, None),
        ("a study arrives", arrive, 15, None),
        ("held order released", release, 15, hold),
        ("keystroke in the search", keystroke, 10, None),
        ("tick of the clock", tick, 15, None),
        ("drawing what is seen", paint, 15, None),
    )
    for name, step, runs, before in steps:
        took = _median(step, runs, before)
        worst = max(worst, took / reference)
        print(f"{name:26} {took:8.1f} ms   {took / reference:5.2f} x the reference")
    allowed = LIMIT_MS / REFERENCE_MS
    print(f"worst: {worst:.2f} x the reference; {allowed:.2f} allowed")
    return int(worst > allowed)


def _median(step: Callable[[int], object], runs: int, before: Callable[[int], None] | None = None) -> float:
    times = []
    for run in range(runs):
        if before is not None:
            before(run)
        start = thread_time()
        step(run)
        times.append((thread_time() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
