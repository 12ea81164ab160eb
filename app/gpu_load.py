"""The computer's NVIDIA graphics processors and their load, as their driver tells (NVML, package nvidia-ml-py)."""

from __future__ import annotations

import logging
import os
from contextlib import suppress

from app.domain.metrics import GpuLoad

_log = logging.getLogger(__name__)


def visible_gpus() -> tuple[str, ...]:
    """The graphics processors that our programs may use, each as CUDA_VISIBLE_DEVICES names it; empty if not known."""
    said = os.environ.get("CUDA_VISIBLE_DEVICES")
    if said is not None:
        return tuple(one.strip() for one in said.split(",") if one.strip())
    loads = GpuLoads()
    try:
        return tuple(str(number) for number in range(len(loads.look())))
    finally:
        loads.close()


class GpuLoads:
    """For one thread. Without the package, the driver or a processor there is nothing to tell, and nothing is tried."""

    def __init__(self) -> None:
        self._nvml = None
        try:
            import pynvml  # part of the extra "cuda"

            pynvml.nvmlInit()
        except ImportError:
            return
        except pynvml.NVMLError as error:
            _log.info("the load of graphics processors is not known: %s", error)
            return
        self._nvml = pynvml

    def look(self) -> tuple[GpuLoad, ...]:
        """Each processor now; one that does not answer is left out."""
        nvml, found = self._nvml, list[GpuLoad]()
        if nvml is None:
            return ()
        with suppress(nvml.NVMLError):
            for number in range(nvml.nvmlDeviceGetCount()):
                with suppress(nvml.NVMLError):
                    device = nvml.nvmlDeviceGetHandleByIndex(number)
                    memory = nvml.nvmlDeviceGetMemoryInfo(device)
                    busy: float | None = None
                    with suppress(nvml.NVMLError):  # a processor that is shared out in parts (MIG) does not tell
                        busy = nvml.nvmlDeviceGetUtilizationRates(device).gpu / 100
                    found.append(GpuLoad(nvml.nvmlDeviceGetName(device), busy, int(memory.used), int(memory.total)))
        return tuple(found)

    def close(self) -> None:
        """Let the driver go; nothing is told afterwards."""
        nvml, self._nvml = self._nvml, None
        if nvml is not None:
            with suppress(nvml.NVMLError):
                nvml.nvmlShutdown()
