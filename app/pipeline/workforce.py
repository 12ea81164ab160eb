"""The analysis processes of this computer: one, and one more for each further graphics processor.

On processors alone one process has all cores, so that each study is answered soonest. Further graphics processors are
looked for once the first process truly runs on one.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from functools import partial

from app.gpu_load import visible_gpus
from app.pipeline.analyser import Analyser
from app.pipeline.analysis import AnalysisPool, Detector, OpenDetector, opener_of
from app.pipeline.jobs import Stage
from app.pipeline.worker import Worker
from app.settings import Settings
from inference.types import ON_GPU

_log = logging.getLogger(__name__)


def open_on(model_dir: str, provider: str, *, opener: OpenDetector, gpu: str) -> Detector:
    """As ``opener``, in a process that sees this graphics processor alone."""
    os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    return opener(model_dir, provider)


class Workforce:
    """Threads that feed one analysis process each."""

    def __init__(
        self,
        settings: Settings,
        opener: OpenDetector | None,
        analyser: Callable[[AnalysisPool], Analyser],
        worker: Worker,
    ) -> None:
        """``analyser`` makes what feeds a process; ``opener`` as for the pipeline."""
        os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")  # CUDA then counts as the driver does
        self._settings, self._opener = settings, opener or opener_of(settings)
        self._make, self._worker = analyser, worker
        self._lock = threading.Lock()
        self._closed = False
        self._pools: list[AnalysisPool] = []
        self._more: list[threading.Thread] = []
        self._pool = self._hire(self._opener)
        #: Feeds the first process.
        self.analyser = analyser(self._pool)

    def run(self) -> None:
        """Feed the first process, and have the others fed, until the queue is closed; for a thread of its own."""
        try:
            self.analyser.prepare()
            if self._pool.device().provider in ON_GPU:
                self._hire_more(visible_gpus()[1:])
            self._worker.work(Stage.ANALYSE, self.analyser.analyse)
        finally:
            self._pool.join()

    def close(self) -> None:
        """Stop what is under way and begin nothing new; callable from any thread."""
        with self._lock:
            self._closed = True
            pools = list(self._pools)
        for pool in pools:
            pool.close()

    def threads(self) -> list[threading.Thread]:
        """Those of the further processes, to be waited for after :meth:`close`."""
        with self._lock:
            return list(self._more)

    def _hire(self, opener: OpenDetector) -> AnalysisPool:
        pool = AnalysisPool(self._settings.analysis_model_dir, self._settings.analysis_provider, opener)
        self._pools.append(pool)
        return pool

    def _hire_more(self, gpus: tuple[str, ...]) -> None:
        with self._lock:
            for gpu in gpus if not self._closed else ():
                pool = self._hire(partial(open_on, opener=self._opener, gpu=gpu))
                thread = threading.Thread(
                    target=self._feed, args=(pool,), name=f"firstread-analysis-{len(self._pools)}"
                )
                self._more.append(thread)
                thread.start()

    def _feed(self, pool: AnalysisPool) -> None:
        try:
            device = pool.device()
            if device.provider in ON_GPU:
                self._worker.work(Stage.ANALYSE, self._make(pool).analyse)
            elif not self._closed:  # another process on the processors' cores would only slow the first
                _log.warning("a further graphics processor is not used: %s", device.text)
        finally:
            pool.join()
