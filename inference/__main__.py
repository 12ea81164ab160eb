"""``python -m inference``: analyze, evaluate, bench, train, serve, backfill and more; without a screen.

Exit status 0 when the command did its work (for ``analyze``: whenever a result in one of the four states was written),
1 when it could not, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from inference import __version__
from inference.errors import FirstreadError, Reason
from inference.readers import BLAST_CT, FIRSTREAD, READERS, other
from inference.result_json import save, save_masks, to_text
from inference.second_reader import compare
from inference.session import PROVIDERS, default_model_dir
from inference.terminal import how_to_add, named_path, read_to_the_end
from inference.types import CaseResult, CaseState, Runtime, Timing

#: Sub-commands whose options belong to packages that need an extra: name to module and extra.
_WITH_EXTRA = {
    "train": ("inference.training.commands", "train"),
    "export": ("inference.training.commands", "train"),
    "cross-validate": ("inference.training.commands", "train"),
    "import-blast-ct": ("inference.training.blast_ct", "train"),
    "serve": ("inference.cluster.commands", "cluster"),
    "backfill": ("inference.cluster.commands", "cluster"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one sub-command; returns the exit status."""
    return read_to_the_end(lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in _WITH_EXTRA:
            return _with_extra(given[0], given[1:])
        options = _parser().parse_args(given)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except FirstreadError as error:
        print(f"firstread: {error.reason.text}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"firstread: {error.strerror or 'a file could not be read or written'}.", file=sys.stderr)
        return 1


def _program() -> str:
    return "firstread-detector" if getattr(sys, "frozen", False) else "python -m inference"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_program(),
        description="Detects intracranial hemorrhage on head CT. Research software, not a medical device.",
    )
    parser.add_argument("--version", action="version", version=f"firstread {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    device = argparse.ArgumentParser(add_help=False)
    device.add_argument(
        "--provider", choices=("auto", *PROVIDERS), default="auto",
        help="what computes; auto takes the first that really works (default)",
    )  # fmt: skip
    device.add_argument("--model", type=named_path, metavar="DIR", help="model folder (default: the one shipped)")

    analyze = commands.add_parser("analyze", parents=[device], help="judge one study")
    analyze.add_argument("path", type=named_path, metavar="PATH", help="a file or folder with one study")
    analyze.add_argument(
        "--json", type=named_path, metavar="FILE", help="write the result there (default: standard output)"
    )
    analyze.add_argument("--masks", type=named_path, metavar="FILE.npz", help="write the label mask there")
    analyze.add_argument(
        "--reader", choices=READERS, default=FIRSTREAD,
        help="who judges the study; blast-ct must have been imported (default: firstread)",
    )  # fmt: skip
    analyze.add_argument(
        "--second-reader", action="store_true", help="let the other reader judge it as well, and say where they differ"
    )
    analyze.set_defaults(command=_analyze)

    evaluate = commands.add_parser("evaluate", parents=[device], help="tables of the paper on a labelled set")
    evaluate.add_argument(
        "manifest", type=named_path, metavar="MANIFEST.csv", help="columns path,any,iph,edh,sdh,sah,ivh[,mask]"
    )
    evaluate.add_argument("--out", type=named_path, required=True, metavar="DIR", help="folder for the report")
    evaluate.add_argument("--reader", choices=READERS, default=FIRSTREAD, help="as for analyze (default: firstread)")
    evaluate.set_defaults(command=_evaluate)

    bench = commands.add_parser("bench", parents=[device], help="seconds by stage, and against the hardware's limit")
    bench.add_argument("path", type=named_path, nargs="?", metavar="PATH", help="a study (default: phantom exams)")
    bench.add_argument("--json", type=named_path, metavar="FILE", help="also write the numbers there")
    bench.add_argument("--repeats", type=int, default=3, help="timed passes after the first (default: 3)")
    bench.set_defaults(command=_bench)

    commands.add_parser("train", add_help=False, help="train the network (extra `train`)")
    commands.add_parser("export", add_help=False, help="export a checkpoint to ONNX (extra `train`)")
    commands.add_parser("cross-validate", add_help=False, help="train and judge five folds (extra `train`)")
    commands.add_parser("import-blast-ct", add_help=False, help="import BLAST-CT as a reader (extra `train`)")
    commands.add_parser("serve", add_help=False, help="the detector for many computers, on Ray (extra `cluster`)")
    commands.add_parser("backfill", add_help=False, help="read a whole archive, on Ray (extra `cluster`)")
    return parser


def _analyze(options: argparse.Namespace) -> int:
    """Always writes a result: a program that cannot start its model has failed on the study, and says so in it."""
    _check_targets(options.json, options.masks)
    if options.path in (options.json, options.masks):
        _usage("the result would be written over the study")
    if options.masks is not None and options.masks.suffix != ".npz":
        _usage("the name of the mask file must end in .npz")
    result = _reading(options.path, options.reader, options.model, options.provider)
    lost: OSError | None = None
    if options.masks is not None:
        try:
            save_masks(result, options.masks)
        except OSError as error:  # a mask that cannot be written must not cost the result
            lost = error
    if options.json is not None:
        save(result, options.json)  # at once: the first result does not wait for the second reader
    second: dict[str, Any] | None = None
    if options.second_reader:
        second = compare(result, _reading(options.path, other(options.reader), None, options.provider))
        if options.json is not None:
            save(result, options.json, second_reader=second)
    if options.json is None:
        print(to_text(result, second), end="")
    if lost is not None:
        raise lost
    return 0


def _check_targets(json_file: Path | None, masks: Path | None = None) -> None:
    """Ends the program before its work where what it writes has no place."""
    if any(target is not None and not target.parent.is_dir() for target in (json_file, masks)):
        _usage("the folder to write to does not exist")
    if json_file is not None and json_file.is_dir():
        _usage("--json names a folder; it needs the name of a file")


def _reading(path: Path, reader: str, model: Path | None, provider: str) -> CaseResult:
    """One reader's result; ``failed`` where it could not even start."""
    from inference import blast_ct
    from inference.detect import analyze, open_session

    started = time.perf_counter()
    try:
        if reader == BLAST_CT:
            with blast_ct.open_session(model, provider) as session:
                return analyze(path, session, judge=blast_ct.judge)
        with open_session(model, provider) as session:
            return analyze(path, session)
    except FirstreadError as error:
        return _failed(error.reason, time.perf_counter() - started)
    except Exception as error:  # a script must get a result, not a stack
        reason = Reason("defect", f"The program itself failed ({type(error).__name__}).")
        return _failed(reason, time.perf_counter() - started)


def _failed(reason: Reason, seconds: float) -> CaseResult:
    return CaseResult(
        study_instance_uid="",
        series_instance_uid="",
        state=CaseState.FAILED,
        reasons=(reason,),
        probability=None,
        probability_by_type={},
        score=None,
        threshold=0.0,
        slices=(),
        lesions=(),
        excluded=(),
        volumes_ml={},
        timing=Timing(total=seconds),
        runtime=Runtime("none", "", "", "", __version__),
    )


def _evaluate(options: argparse.Namespace) -> int:
    from inference import blast_ct
    from inference.detect import open_session
    from inference.evaluate import ManifestError, evaluate, markdown

    blast = options.reader == BLAST_CT
    start = blast_ct.open_session if blast else open_session
    try:
        with start(options.model, options.provider) as session:
            judge = blast_ct.judge if blast else None
            report = evaluate(options.manifest, options.out, session, _progress, judge)
    except ManifestError as error:
        _usage(str(error))
    print(markdown(report), end="")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from inference.bench import bench, report_json, report_text

    if options.repeats < 1:
        _usage("--repeats must be at least 1")
    if options.path is not None and not options.path.exists():
        _usage("the study to measure with does not exist")
    _check_targets(options.json)
    folder = options.model if options.model is not None else default_model_dir()
    report = bench(options.path, folder, options.provider, options.repeats, _progress)
    print(report_text(report))
    if options.json is not None:
        options.json.write_text(json.dumps(report_json(report), indent=1) + "\n", encoding="utf-8")
    return 0


def _with_extra(command: str, arguments: Sequence[str]) -> int:
    name = command.replace("-", "_")
    module, extra = _WITH_EXTRA[command]
    try:
        commands: ModuleType = importlib.import_module(module)
        parser = argparse.ArgumentParser(prog=f"{_program()} {command}")
        getattr(commands, f"add_{name}_arguments")(parser)
        run: Callable[[argparse.Namespace], int] = getattr(commands, f"run_{name}")
        return run(parser.parse_args(arguments))
    except ModuleNotFoundError as error:
        if getattr(sys, "frozen", False):
            print(
                f"firstread-detector: {command} is not part of this package; it needs an installation by Python: "
                f"{how_to_add(extra)}",
                file=sys.stderr,
            )
            return 1
        if (error.name or "inference").split(".")[0] == "inference":
            raise
        print(
            f"firstread: {command} needs {error.name}, which is not installed. Install the extra `{extra}`: "
            f"{how_to_add(extra)}",
            file=sys.stderr,
        )
        return 1


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _usage(text: str) -> NoReturn:
    print(f"firstread: {text}.", file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    sys.exit(main())
