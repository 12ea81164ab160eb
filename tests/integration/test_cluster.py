"""The detector on a real Ray cluster, over TLS: same answers, and none lost when the cluster dies."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import trustme

from inference.cluster.client import AWAY, ClusterAddress, ClusterAway, ClusterDetector, WithFallback
from inference.detect import analyze, detect
from inference.errors import Cancelled
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.result_json import to_json
from inference.session import Session, default_model_dir
from inference.types import CaseResult, HemorrhageType, Volume
from tests.integration import ray_process
from tests.integration.peers import free_port

pytestmark = pytest.mark.timeout(300)

TOKEN = "a token of these tests"


def _volume(seed: int, *hemorrhages: Hemorrhage) -> Volume:
    return render(PhantomSpec(seed, hemorrhages), slices=16, first_mm=45.0, matrix=128, spacing_mm=1.8).to_volume()


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
    def __init__(self, repo: Path, folder: Path, model: Path | None = None) -> None:
        self.repo, self.folder, self.port = repo, folder, free_port()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        certificate = authority.issue_cert("127.0.0.1")
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        (folder / "token").write_text(TOKEN + "\n")
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        log = self.folder / "serve.log"
        log.unlink(missing_ok=True)
        process = ray_process.start(
            self.repo, log, "serve", "--port", str(self.port), "--token-file", str(self.folder / "token"),
            "--certificate", str(self.folder / "cert.pem"), "--key", str(self.folder / "key.pem"),
            "--provider", "cpu",
        )  # fmt: skip
        ray_process.wait_for("the service", lambda: "answers at" in log.read_text(), process, log, 120)
        return process

    def address(self, token: str = TOKEN) -> ClusterAddress:
        return ClusterAddress(f"https://127.0.0.1:{self.port}", token, self.folder / "ca.pem")


@pytest.fixture(scope="module")
def cluster(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Cluster]:
    ray_process.needs_ray()
    running = _Cluster(repo, tmp_path_factory.mktemp("cluster"))
    yield running
    ray_process.kill(running.process.pid)
    running.process.wait()


def test_the_cluster_gives_the_local_answer_bit_by_bit(cluster: _Cluster, session: Session) -> None:
    detector = ClusterDetector(cluster.address())
    volume = _volume(7, Hemorrhage(HemorrhageType.IPH, 30.0, hu=75))
    there, here = detector.judge(volume, session), detect(volume, session)
    assert _same(there, here)
    assert here.score is not None
    assert here.score > here.threshold
    assert there.study_instance_uid == volume.study_instance_uid
    assert there.runtime.device.endswith("(cluster)")
    assert there.runtime.model_sha256 == here.runtime.model_sha256


def test_several_workstations_at_the_same_time(cluster: _Cluster, session: Session) -> None:
    volumes = [_volume(seed) for seed in (1, 2, 3)]
    answers: dict[int, CaseResult] = {}

    def ask(i: int) -> None:
        with Session.open(None, "cpu", 1) as own:
            answers[i] = ClusterDetector(cluster.address()).judge(volumes[i], own)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(_same(answers[i], detect(volumes[i], session)) for i in range(3))


def test_strangers_are_refused(cluster: _Cluster) -> None:
    with pytest.raises(ClusterAway, match="token"):
        ClusterDetector(cluster.address("another token")).about()
    with pytest.raises(ClusterAway, match="not trusted"):
        ClusterDetector(ClusterAddress(f"https://127.0.0.1:{cluster.port}", TOKEN)).about()


def test_an_analysis_there_can_be_cancelled(cluster: _Cluster, session: Session) -> None:
    timer = threading.Timer(0.3, session.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        ClusterDetector(cluster.address()).judge(_volume(4), session)
    timer.join()
    session.reset()


def test_a_cluster_that_dies_and_comes_back(
    cluster: _Cluster, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.cluster.client.RETRY_S", 0.5)
    reader = WithFallback(ClusterDetector(cluster.address()))
    volume = _volume(5)
    killer = threading.Timer(0.6, ray_process.kill, [cluster.process.pid])
    killer.start()
    answer = reader.judge(volume, session)
    killer.join()
    cluster.process.wait()
    assert AWAY in answer.reasons
    assert not answer.runtime.device.endswith("(cluster)")
    assert _same(answer, detect(volume, session))
    cluster.process = cluster.start()
    time.sleep(0.6)
    again = reader.judge(volume, session)
    assert AWAY not in again.reasons
    assert again.runtime.device.endswith("(cluster)")


def test_a_backfill_survives_its_readers_and_its_head(repo: Path, tmp_path: Path) -> None:
    ray_process.needs_ray()
    import pyarrow.parquet as pq

    root, out, log = tmp_path / "studies", tmp_path / "out", tmp_path / "log"
    for seed in range(6):
        phantom = render(
            PhantomSpec(seed, (Hemorrhage(HemorrhageType.IPH, 30.0, hu=75),) if seed < 2 else ()),
            slices=16, first_mm=45.0, matrix=128, spacing_mm=1.8,
        )  # fmt: skip
        write_series(phantom, root / f"DOE^JANE {seed}")
    (root / "DOE^JANE empty").mkdir()
    command = ("backfill", "--folder", str(root), "--out", str(out), "--provider", "cpu", "--workers", "2")

    first = ray_process.start(repo, log, *command)
    ray_process.wait_for("a reader", lambda: bool(ray_process.named(first.pid, "ray::Reader")), first, log, 90)
    ray_process.kill(ray_process.named(first.pid, "ray::Reader")[0])
    parts = out / "parts"
    ray_process.wait_for("a first result", lambda: any(parts.glob("*.parquet")), first, log, 90)
    ray_process.kill(first.pid)
    first.wait()
    assert not (out / "results.parquet").exists()

    second = ray_process.start(repo, log, *command)
    assert second.wait(120) == 0, log.read_text()[-2000:]
    rows = pq.read_table(out / "results.parquet").to_pylist()
    assert len(rows) == 7
    assert len({row["key"] for row in rows}) == 7
    assert "DOE" not in json.dumps(rows)
    with Session.open(None, "cpu", 1) as session:
        local = [analyze(path, session) for path in root.iterdir()]
    assert {row["state"] for row in rows} > {"positive", "not_analysable"}
    assert {(row["study_instance_uid"], row["state"], row["score"]) for row in rows} == {
        (result.study_instance_uid, result.state.value, result.score) for result in local
    }

    third = ray_process.start(repo, log, *command)
    assert third.wait(90) == 0
    assert "0 were read now" in (out / "summary.md").read_text()


def test_a_new_model_rolls_out_without_a_lost_request(repo: Path, tmp_path: Path, session: Session) -> None:
    """In a cluster that goes on by itself, as a department has it."""
    ray_process.needs_ray()
    newer = tmp_path / "newer"
    shutil.copytree(default_model_dir(), newer)
    manifest = json.loads((newer / "manifest.json").read_text())
    manifest["version"] = "99.0.0"
    (newer / "manifest.json").write_text(json.dumps(manifest))
    log, head_log, port = tmp_path / "log", tmp_path / "head.log", free_port()
    with ray_process.cluster(repo, head_log) as address:
        common = ("serve", "--address", address, "--port", str(port), "--provider", "cpu")
        first = ray_process.start(repo, log, *common)
        ray_process.wait_for("the service", lambda: "answers at" in log.read_text(), first, log, 120)
        detector, volume = ClusterDetector(ClusterAddress(f"http://127.0.0.1:{port}")), _volume(6)
        models = [detector.about()["model"]]
        second = ray_process.start(repo, log, *common, "--model", str(newer))
        end = time.monotonic() + 120
        while not models[-1].endswith("99.0.0") and time.monotonic() < end:
            models.append(detector.judge(volume, session).runtime.model)  # raises if a single request is lost
        assert models[-1].endswith("99.0.0")
        for process in (first, second):
            process.terminate()
            assert process.wait(30) == 0
        assert detector.about()["model"].endswith("99.0.0")  # it goes on without those who started it
