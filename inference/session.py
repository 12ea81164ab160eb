"""The network's graphs on ONNX Runtime: which processor really runs them, and whether it computes the right thing.

ONNX Runtime falls back to the CPU in silence. Here a provider counts as working only when every graph's session says
that it uses it and a stored self-test comes out right; what was tried and why it lost is kept for the user to see.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import io
import json
import threading
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self, TypeAlias

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import platformdirs
from numpy.typing import NDArray

from inference import __version__, processors
from inference.errors import Cancelled, DeviceError, ModelError
from inference.types import ON_GPU, Runtime

#: An output that stayed in the memory of the device that computed it.
Held: TypeAlias = ort.OrtValue
Arrays = dict[str, NDArray[Any]]

PROVIDERS = ("tensorrt", "cuda", "openvino", "cpu")
"""Execution providers in the order in which ``auto`` tries them."""
MANIFEST_SCHEMA = 1
USE_THE_SHIPPED = "use the one that ships with it: analysis.model_dir empty, or without --model"
"""What to do about a model of another version, after a semicolon."""

_ONNX_NAMES = {
    "tensorrt": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
_TITLES = {"tensorrt": "TensorRT", "cuda": "CUDA", "openvino": "OpenVINO", "cpu": "CPU"}
_DRIVERS = ("nvcuda.dll", "libcuda.so.1", "libcuda.so")
_FATAL, _ERROR = 4, 3  # ONNX Runtime's log severities


@dataclass(frozen=True, slots=True)
class Rejected:
    """A provider that ``auto`` tried and did not use, and why, in plain words."""

    provider: str
    why: str


def default_model_dir() -> Path:
    """The newest model folder that ships with Firstread.

    Raises:
        ModelError: if there is none.
    """
    root = Path(__file__).resolve().parent.parent / "resources" / "models"
    found = [(str(_read_manifest(m)[0].get("created", "")), m.parent) for m in root.glob("*/manifest.json")]
    if not found:
        raise ModelError("model_missing", "No trained model is installed with this copy of Firstread.")
    return max(found)[1]


def shape_of(value: NDArray[Any] | Held) -> tuple[int, ...]:
    """Lengths of the axes of what a graph takes or gives."""
    return tuple(value.shape() if isinstance(value, ort.OrtValue) else value.shape)


class Session:
    """An opened model on one execution provider, self-tested; use it from one thread, cancel it from any.

    Attributes:
        manifest: the model's ``manifest.json``.
        runtime: provider and device truly in use, model name and hash.
        rejected: what ``auto`` tried before.
    """

    #: ONNX Runtime's name of the memory in which a GPU holds what only feeds other graphs.
    _held_on = "cuda"

    def __init__(
        self,
        manifest: dict[str, Any],
        runtime: Runtime,
        rejected: tuple[Rejected, ...],
        graphs: dict[str, ort.InferenceSession],
    ) -> None:
        """Takes what :meth:`open` made ready; call that instead."""
        self.manifest = manifest
        self.runtime = runtime
        self.rejected = rejected
        self._graphs = graphs
        self._lock = threading.Lock()
        self._cancelled = False
        self._running: tuple[ort.RunOptions, threading.Event] | None = None
        self._worker = ThreadPoolExecutor(1, "onnxruntime")
        self._worker.submit(int).result()  # the thread lives from now to close()

    @classmethod
    def open(
        cls,
        model_dir: Path | None = None,
        provider: str = "auto",
        threads: int | None = None,
        gpu_mem_limit: int | None = None,
    ) -> Self:
        """Loads and tests a model.

        Args:
            model_dir: folder with ``manifest.json``; :func:`default_model_dir` without.
            provider: ``auto`` or one of :data:`PROVIDERS`.
            threads: CPU threads; the physical cores this process may use without.
            gpu_mem_limit: bytes of GPU memory that ONNX Runtime may take (CUDA, TensorRT); unlimited without.

        Raises:
            ModelError: files missing, damaged or of another schema.
            DeviceError: the provider asked for does not work here, or none does.
        """
        if provider not in ("auto", *PROVIDERS):
            raise DeviceError(
                "unknown_provider", f"There is no provider of that name; choose auto, {', '.join(PROVIDERS)}."
            )
        folder = model_dir if model_dir is not None else default_model_dir()
        manifest, sha256 = _read_manifest(folder / "manifest.json")
        models = {graph: _read_graph(folder, graph, entry) for graph, entry in manifest["files"].items()}
        test = _read_self_test(folder, manifest)
        rejected: list[Rejected] = []
        with _quiet():
            for candidate in PROVIDERS if provider == "auto" else (provider,):
                try:
                    graphs = _start(models, candidate, threads, gpu_mem_limit, sha256)
                    _self_test(graphs, candidate, test, float(manifest["self_test"]["tolerance"]))
                except DeviceError as error:
                    rejected.append(Rejected(candidate, error.reason.text))
                    if provider != "auto" or candidate == PROVIDERS[-1]:
                        raise
                    continue
                break
        runtime = Runtime(
            provider=candidate,
            device=_device(candidate),
            model=f"{manifest['name']} {manifest['version']}",
            model_sha256=sha256,
            version=__version__,
        )
        return cls(manifest, runtime, tuple(rejected), graphs)

    @property
    def graphs(self) -> tuple[str, ...]:
        """Names that :meth:`run` knows."""
        return tuple(self._graphs)

    def outputs(self, graph: str) -> tuple[str, ...]:
        """Names of what ``graph`` answers."""
        return tuple(output.name for output in self._graphs[graph].get_outputs())

    def run(self, graph: str, feeds: Mapping[str, NDArray[Any] | Held], hold: Collection[str] = ()) -> dict[str, Any]:
        """Computes all outputs of ``graph``.

        Args:
            graph: one of :attr:`graphs`.
            feeds: input name -> array of the type and rank that the graph declares, or what an earlier run held.
            hold: outputs that are only fed to other graphs: a GPU keeps them in its memory.

        Returns:
            Output name -> array; for those of ``hold`` what :meth:`run` takes as a feed, whatever it is.

        Raises:
            Cancelled: :meth:`cancel` was called before or during the run.
            DeviceError: the device failed, for example ran out of memory.
            ValueError: the feeds do not fit the graph.
        """
        if graph not in self._graphs:
            raise ValueError(f"the model has no graph {graph!r}, or is closed")
        session = self._graphs[graph]
        names = list(self.outputs(graph))
        options = ort.RunOptions()
        options.log_severity_level = _FATAL  # a cancelled run is not an error worth a line on the terminal
        stopped = threading.Event()
        with self._lock:
            if self._cancelled:
                self._cancelled = False
                raise Cancelled
            self._running = (options, stopped)
        # on a thread of its own, because ONNX Runtime stops only between operators and a large one takes 0.2 s
        if self.on_gpu:
            held = frozenset(hold)
            answer = self._worker.submit(_bound_run, session, names, feeds, held, self._held_on, options)
        else:
            answer = self._worker.submit(session.run, names, dict(feeds), options)
        answer.add_done_callback(lambda _: stopped.set())
        stopped.wait()
        with self._lock:
            self._running = None
            if self._cancelled:
                self._cancelled = False
                raise Cancelled
        try:
            values = answer.result()
        except Exception as error:  # ONNX Runtime's own classes have no public base
            raise _as_ours(error, self.runtime.provider) from error
        return dict(zip(names, values, strict=True))

    @property
    def on_gpu(self) -> bool:
        """Whether a GPU computes, which likes much work at once and always of the same shape."""
        return self.runtime.provider in ON_GPU

    def cancel(self) -> None:
        """Makes the run under way, or the next one if none is, raise ``Cancelled``; callable from any thread.

        The session stays usable: one cancel ends one analysis. What still computes is left to end by itself, which it
        does before its next operator, and the next run waits for it.
        """
        with self._lock:
            self._cancelled = True
            if self._running is not None:
                options, stopped = self._running
                options.terminate = True
                stopped.set()

    def heed_cancel(self) -> None:
        """For work that waits for something else than :meth:`run`: ``Cancelled`` if :meth:`cancel` was called."""
        with self._lock:
            if self._cancelled:
                self._cancelled = False
                raise Cancelled

    def reset(self) -> None:
        """Forgets a :meth:`cancel` that came when nothing was running."""
        with self._lock:
            self._cancelled = False

    def close(self) -> None:
        """Frees the graphs and their memory; the session cannot run afterwards."""
        self._worker.shutdown()
        self._graphs = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bound_run(
    session: ort.InferenceSession, names: list[str], feeds: Mapping[str, Any], hold: Collection[str], device: str,
    options: ort.RunOptions,
) -> list[Any]:  # fmt: skip
    """One run whose outputs ``hold`` stay in the memory of ``device``."""
    binding = session.io_binding()
    for name, value in feeds.items():
        if isinstance(value, ort.OrtValue):
            binding.bind_ortvalue_input(name, value)
        else:
            binding.bind_cpu_input(name, value)
    for name in names:
        binding.bind_output(name, device if name in hold else "cpu")
    session.run_with_iobinding(binding, options)
    return [value if name in hold else value.numpy() for name, value in zip(names, binding.get_outputs(), strict=True)]


def _read_manifest(path: Path) -> tuple[dict[str, Any], str]:
    """The manifest and the sha256 of its bytes, which stands for the whole model: it holds the graphs' hashes."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError("model_missing", "The model folder has no readable manifest.json.") from error
    try:
        manifest = json.loads(content)
        complete = all(key in manifest for key in ("schema", "name", "version", "self_test")) and manifest["files"]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError("model_damaged", "The model's manifest.json cannot be read.") from error
    if not complete:
        raise ModelError("model_damaged", "The model's manifest.json is incomplete.")
    if manifest["schema"] != MANIFEST_SCHEMA:
        raise ModelError(
            "model_schema",
            f"The model is made for another version of Firstread (schema {manifest['schema']}, not {MANIFEST_SCHEMA}); "
            f"{USE_THE_SHIPPED}.",
        )
    return manifest, hashlib.sha256(content).hexdigest()


def _member(folder: Path, name: object) -> bytes:
    """Content of a file named by the manifest, which may only lie in the folder itself."""
    if not isinstance(name, str) or PurePosixPath(name).name != name or "\\" in name:
        raise ModelError("model_damaged", "The model's manifest.json names a file outside its folder.")
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ModelError("model_missing", f"The model's file {name} is missing.") from error


def _read_graph(folder: Path, graph: str, entry: Mapping[str, str]) -> bytes:
    content = _member(folder, entry.get("file"))
    if hashlib.sha256(content).hexdigest() != entry.get("sha256"):
        raise ModelError("model_damaged", f"The model's graph {graph} is not the one its manifest describes (sha256).")
    return content


def _read_self_test(folder: Path, manifest: Mapping[str, Any]) -> Arrays:
    """Arrays ``graph/in/name`` and ``graph/out/name``."""
    content = _member(folder, manifest["self_test"].get("file"))
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError("model_damaged", "The model's self-test cannot be read.") from error
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise ModelError("model_damaged", "The model's self-test holds values that are no numbers.")
    untested = [g for g in manifest["files"] if not any(key.startswith(f"{g}/out/") for key in arrays)]
    if untested:
        raise ModelError("model_damaged", f"The model has no self-test for its graph {untested[0]}.")
    return arrays


def _start(
    models: Mapping[str, bytes], provider: str, threads: int | None, gpu_mem_limit: int | None, sha256: str
) -> dict[str, ort.InferenceSession]:
    """One session for each graph that truly uses ``provider``, or DeviceError."""
    title, wanted = _TITLES[provider], _ONNX_NAMES[provider]
    if wanted not in ort.get_available_providers():
        raise DeviceError("provider_missing", f"The installed ONNX Runtime was built without {title}.")
    if provider in ON_GPU:
        if not _has_driver():
            raise DeviceError("no_gpu", f"{title} needs an NVIDIA GPU with its driver; this computer has none.")
        with contextlib.redirect_stdout(io.StringIO()):  # it prints about what it does not find
            ort.preload_dlls()  # the libraries of the `cuda` extra
    options = ort.SessionOptions()
    options.log_severity_level = _FATAL
    options.enable_mem_pattern = False  # planned for shapes that do not come again: a fifth more memory for nothing
    options.intra_op_num_threads = threads or processors.usable_cores() or 0
    providers = _with_options(provider, gpu_mem_limit, sha256)
    graphs = {}
    for graph, content in models.items():
        try:
            # without enable_fallback=0 ONNX Runtime would try another provider by itself and print about it
            session = ort.InferenceSession(content, options, providers=providers, enable_fallback=0)
        except Exception as error:  # ONNX Runtime's own classes have no public base
            if provider == "cpu":
                raise ModelError("model_damaged", f"ONNX Runtime cannot load the model's graph {graph}.") from error
            raise DeviceError("provider_failed", f"{title} could not be started on this computer.") from error
        if session.get_providers()[0] != wanted:
            raise DeviceError(
                "provider_failed",
                f"{title} could not be started on this computer; its libraries are missing or do not fit the driver.",
            )
        graphs[graph] = session
    return graphs


def _with_options(provider: str, gpu_mem_limit: int | None, sha256: str) -> list[str | tuple[str, dict[str, str]]]:
    """ONNX Runtime's provider list: the wanted one first, then those it hands unsupported operators to."""
    # the default, EXHAUSTIVE, tries every algorithm on the first run of each shape; TF32 would fail the self-test
    cuda = {"cudnn_conv_algo_search": "HEURISTIC", "arena_extend_strategy": "kSameAsRequested", "use_tf32": "0"}
    if gpu_mem_limit is not None:
        cuda["gpu_mem_limit"] = str(gpu_mem_limit)
    match provider:
        case "tensorrt":
            # building an engine takes minutes, so it is kept; one folder a model
            cache = platformdirs.user_cache_path("firstread") / "tensorrt" / sha256[:16]
            try:
                cache.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DeviceError(
                    "provider_failed", "TensorRT could not be started: the folder for its engines cannot be made."
                ) from error
            engine = {"trt_engine_cache_enable": "1", "trt_engine_cache_path": str(cache)}
            return [(_ONNX_NAMES["tensorrt"], engine), (_ONNX_NAMES["cuda"], cuda), _ONNX_NAMES["cpu"]]
        case "cuda":
            return [(_ONNX_NAMES["cuda"], cuda), _ONNX_NAMES["cpu"]]
        case "openvino":
            return [(_ONNX_NAMES["openvino"], {"device_type": "CPU"}), _ONNX_NAMES["cpu"]]
        case _:
            return [_ONNX_NAMES["cpu"]]


def _self_test(graphs: Mapping[str, ort.InferenceSession], provider: str, test: Arrays, tolerance: float) -> None:
    """Compares each graph with the stored answers; the tolerance is relative to the largest of them, at least one."""
    for graph, session in graphs.items():
        begin_in, begin_out = f"{graph}/in/", f"{graph}/out/"
        feeds = {key.removeprefix(begin_in): array for key, array in test.items() if key.startswith(begin_in)}
        expected = {key.removeprefix(begin_out): array for key, array in test.items() if key.startswith(begin_out)}
        try:
            values = session.run(list(expected), feeds)
        except Exception as error:  # ONNX Runtime's own classes have no public base
            raise _as_ours(error, provider) from error
        for value, truth in zip(values, expected.values(), strict=True):
            scale = max(1.0, float(np.abs(truth).max(initial=0.0)))
            with np.errstate(invalid="ignore"):
                # "not (<=)" so that NaN fails as well
                wrong = value.shape != truth.shape or not np.abs(value - truth).max(initial=0.0) <= tolerance * scale
            if wrong:
                raise DeviceError(
                    "self_test_failed",
                    f"{_TITLES[provider]} computes the model's graph {graph} wrongly on this computer.",
                )


def _as_ours(error: Exception, provider: str) -> Exception:
    if type(error).__name__ == "InvalidArgument" or isinstance(error, ValueError | TypeError):
        return ValueError(str(error))
    return DeviceError("device_failed", f"{_TITLES[provider]} failed while computing; it may have run out of memory.")


def _has_driver() -> bool:
    """Whether NVIDIA's driver library is there; a cheap look before ONNX Runtime's costly and noisy one."""
    for name in _DRIVERS:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def _device(provider: str) -> str:
    if provider in ON_GPU:
        return processors.gpu_name() or "NVIDIA GPU"
    return processors.cpu_name()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps ONNX Runtime's talk about providers that are not there off the terminal; we say it in our own words."""
    ort.set_default_logger_severity(_FATAL)
    try:
        yield
    finally:
        ort.set_default_logger_severity(_ERROR)
