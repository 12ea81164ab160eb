"""The detector on a real Ray cluster, over TLS: same answers, and none lost when the cluster dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trustme

from inference.cluster.client import AWAY, ClusterAddress, ClusterAway, ClusterDetector, WithFallback
from inference.cluster.wire import volume_message
from inference.detect import analyze, detect
from inference.errors import Cancelled
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.result_json import to_json
from inference.session import Session, default_model_dir
from inference.types import CaseResult, HemorrhageType, Volume
from tests.integration import ray_process
from tests.integration.peers import free_port

pytestmark = pytest.mark.timeout(500)

TOKEN = "a token of these tests"


def _volume(seed: int, *hemorrhages: Hemorrhage, slices: int = 8, first_mm: float = 60.0) -> Volume:
    spec = PhantomSpec(seed, hemorrhages)
    return render(spec, slices=slices, first_mm=first_mm, matrix=128, spacing_mm=1.8).to_volume()


def _same(first: CaseResult, second: CaseResult) -> bool:
    """Bit by bit, but for who computed it and how long it took."""
    plain = [to_json(one) for one in (first, second)]
    for values in plain:
        del values["timing_s"], values["runtime"], values["reasons"]
    assert first.labels is not None
    assert second.labels is not None
    return plain[0] == plain[1] and np.array_equal(first.labels, second.labels)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open(None, "cpu", 1) as opened:
        yield opened


class _Cluster:
    """A Ray cluster that goes on by itself, as a department has it, and the detector on it."""

    def __init__(self, repo: Path, folder: Path) -> None:
        self.repo, self.folder = repo, folder
        self.port = free_port()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        certificate = authority.issue_cert("127.0.0.1")
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        (folder / "token").write_text(TOKEN + "\n")
        self.ray: str
        self.head: subprocess.Popen[bytes]

    @contextmanager
    def running(self) -> Iterator[_Cluster]:
        """The cluster, then the detector."""
        with (
            ray_process.cluster(self.repo, self.folder / "head.log") as (self.ray, self.head),
            self.serving("first", "--together", "4") as (process, log),
        ):
            ray_process.wait_for("the service", lambda: "answers at" in log.read_text(), process, log, 150)
            yield self

    @contextmanager
    def serving(self, name: str, *more: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
        """Starts the service, or rolls it out anew: the command's process and its words."""
        log = self.folder / f"{name}.log"
        with ray_process.running(
            self.repo, log, "serve", "--address", self.ray, "--port", str(self.port), "--provider", "cpu",
            "--token-file", str(self.folder / "token"), "--certificate", str(self.folder / "cert.pem"),
            "--key", str(self.folder / "key.pem"), *more,
        ) as process:  # fmt: skip
            yield process, log

    def address(self, token: str = TOKEN) -> ClusterAddress:
        return ClusterAddress(f"https://127.0.0.1:{self.port}", token, self.folder / "ca.pem")


@pytest.fixture(scope="module")
def cluster(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Cluster]:
    ray_process.needs_ray()
    with _Cluster(repo, tmp_path_factory.mktemp("cluster")).running() as cluster:
        yield cluster


def test_several_workstations_get_the_local_answer_bit_by_bit(cluster: _Cluster, session: Session) -> None:
    volumes = [_volume(7, Hemorrhage(HemorrhageType.IPH, 30.0, hu=75)), _volume(2)]
    answers: dict[int, CaseResult] = {}

    def ask(i: int) -> None:
        with Session.open(None, "cpu", 1) as own:
            answers[i] = ClusterDetector(cluster.address()).judge(volumes[i], own)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    here = [detect(volume, session) for volume in volumes]
    assert all(_same(answers[i], here[i]) for i in range(2))
    assert here[0].score is not None
    assert here[0].score > here[0].threshold
    assert answers[0].study_instance_uid == volumes[0].study_instance_uid
    assert answers[0].runtime.on_cluster
    assert answers[0].runtime.model_sha256 == here[0].runtime.model_sha256


def test_slabs_of_several_studies_go_through_the_network_together(cluster: _Cluster, session: Session) -> None:
    # several runs for each study, of which one meets another's
    first = _volume(9, Hemorrhage(HemorrhageType.SDH, 40.0, hu=70), slices=16, first_mm=10.0)
    # the same head, so that the slabs have one size, with other pixels
    volumes = [replace(first, hu=first.hu + np.int16(shift)) for shift in range(4)]
    expected = [detect(volume, session) for volume in volumes]
    together = threading.Barrier(len(volumes))
    answers = dict[int, CaseResult]()

    def ask(i: int) -> None:
        with Session.open(None, "cpu", 1) as own:
            together.wait()
            answers[i] = ClusterDetector(cluster.address()).judge(volumes[i], own)

    for _ in range(8):  # on a quick computer each may be through before the next has come
        before = ClusterDetector(cluster.address()).about()
        threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(volumes))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = ClusterDetector(cluster.address()).about()
        assert all(_same(answers[i], one) for i, one in enumerate(expected))
        slabs, runs = (int(after[name]) - int(before[name]) for name in ("slabs", "runs"))
        if runs < slabs:
            return
    pytest.fail("in eight tries no slabs of several studies went through the network together")


def test_strangers_are_refused(cluster: _Cluster) -> None:
    with pytest.raises(ClusterAway, match="token"):
        ClusterDetector(cluster.address("another token")).about()
    with pytest.raises(ClusterAway, match="not trusted"):
        ClusterDetector(ClusterAddress(f"https://127.0.0.1:{cluster.port}", TOKEN)).about()


def test_a_roll_out_that_would_leave_the_door_open_is_refused(cluster: _Cluster, tmp_path: Path) -> None:
    """Serve keeps address and certificate, whatever is asked for; without the token everybody would be let in."""
    log = tmp_path / "log"
    command = ("serve", "--address", cluster.ray, "--port", str(cluster.port), "--provider", "cpu")
    with ray_process.running(cluster.repo, log, *command) as process:
        assert process.wait(120) == 2, log.read_text()[-2000:]
    assert f"serves at https://127.0.0.1:{cluster.port} already" in log.read_text()
    with pytest.raises(ClusterAway, match="token"):
        ClusterDetector(cluster.address("another token")).about()
    assert ClusterDetector(cluster.address()).about()


def _when_packed(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Does that when the cluster has said that it is there, right before the images are sent."""

    def pack(volume: Volume) -> bytes:
        act()
        return volume_message(volume)

    monkeypatch.setattr("inference.cluster.client.volume_message", pack)


def test_an_analysis_there_can_be_cancelled(
    cluster: _Cluster, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _when_packed(monkeypatch, session.cancel)
    with pytest.raises(Cancelled):
        ClusterDetector(cluster.address()).judge(_volume(4), session)
    session.reset()


def test_a_new_model_rolls_out_without_a_lost_request(cluster: _Cluster, tmp_path: Path, session: Session) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(default_model_dir(), newer)
    manifest = json.loads((newer / "manifest.json").read_text())
    manifest["version"] = "99.0.0"
    (newer / "manifest.json").write_text(json.dumps(manifest))
    detector, volume = ClusterDetector(cluster.address()), _volume(6)
    models = [detector.about()["model"]]
    with cluster.serving("second", "--model", str(newer)) as (process, log):
        end = time.monotonic() + 240
        while not models[-1].endswith("99.0.0") and time.monotonic() < end:
            models.append(detector.judge(volume, session).runtime.model)  # raises if a single request is lost
        assert models[-1].endswith("99.0.0")
        # New requests go to the new model before the command knows it: it is ended only when it says that it is done.
        ray_process.wait_for("the command", lambda: "answers at" in log.read_text(), process, log, 120)
        process.terminate()
        assert process.wait(60) == 0
    assert detector.about()["model"].endswith("99.0.0")  # it goes on without those who started it


def test_a_backfill_survives_its_readers_and_its_own_end(cluster: _Cluster, session: Session, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    root, out, log = tmp_path / "studies", tmp_path / "out", tmp_path / "log"
    for seed in range(4):
        phantom = render(
            PhantomSpec(seed, (Hemorrhage(HemorrhageType.IPH, 30.0, hu=75),) if seed == 0 else ()),
            slices=16, first_mm=45.0, matrix=128, spacing_mm=1.8,
        )  # fmt: skip
        write_series(phantom, root / f"DOE^JANE {seed}")
    for number in range(40):
        (root / f"DOE^JANE empty {number}").mkdir()
    command = ("backfill", "--address", cluster.ray, "--folder", str(root), "--out", str(out), "--provider", "cpu")

    def parts() -> int:
        return len(list((out / "parts").glob("*.parquet")))

    slowly = ("--workers", "1", "--per-minute", "60")  # much is left to read when the first result is there
    with ray_process.running(cluster.repo, log, *command, *slowly) as first:
        ray_process.wait_for("a first result", lambda: parts() > 0, first, log, 120)
        reader = ray_process.named(cluster.head.pid, "ray::Reader")[0]
        ray_process.end(reader)
        ray_process.wait_for("another", lambda: parts() > 1, first, log, 120)  # those of a reader that came back
        assert ray_process.named(cluster.head.pid, "ray::Reader") != [reader]
    assert "retried" not in log.read_text()  # Ray's own words between the lines of the progress bar
    assert not (out / "results.parquet").exists()
    with ray_process.running(cluster.repo, log, *command, "--workers", "2") as second:
        assert second.wait(150) == 0, log.read_text()[-2000:]
    rows = pq.read_table(out / "results.parquet").to_pylist()
    assert len(rows) == len({row["key"] for row in rows}) == 44
    assert "44 were read now" not in (out / "summary.md").read_text()
    assert "DOE" not in json.dumps(rows)
    local = [analyze(path, session) for path in root.iterdir()]
    assert {row["state"] for row in rows} == {"positive", "negative", "not_analysable"}  # none failed
    assert {(row["study_instance_uid"], row["state"], row["score"]) for row in rows} == {
        (result.study_instance_uid, result.state.value, result.score) for result in local
    }


def test_a_cluster_that_dies_at_work(cluster: _Cluster, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of this file: nothing is left of the cluster."""
    workstation = WithFallback(ClusterDetector(cluster.address()))
    killer = threading.Timer(0.5, ray_process.kill, [cluster.head])

    def die() -> None:
        for replica in ray_process.named(cluster.head.pid, "ray::ServeReplica"):
            os.kill(replica, signal.SIGSTOP)  # it has the question, and does not come to an answer
        killer.start()

    _when_packed(monkeypatch, die)
    volume = _volume(5)
    answer = workstation.judge(volume, session)
    killer.join()
    assert AWAY in [one.code for one in answer.reasons]
    assert not answer.runtime.on_cluster
    assert _same(answer, detect(volume, session))
