"""Signed models: only what a trusted key signed gets in, whole, self-tested, and can be given back."""

from __future__ import annotations

import io
import json
import os
import shutil
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from minisign import KeyPair, SecretKey

from app.__main__ import main
from app.errors import UpdateError
from app.paths import Paths
from app.profile_lock import profile_lock
from app.settings import Settings
from app.store.audit import verify
from app.updates import package as packages
from app.updates.models import Models
from app.updates.package import LISTING, SIGNATURE
from installer import sign_updates as sign
from tests.inference import model_by_hand

PAIR, OTHER = KeyPair.generate(), KeyPair.generate()
KEY = PAIR.public_key.to_base64().decode()
FILES = {"manifest.json": b'{"name": "m", "version": "1.2"}', "graph.onnx": b"\x00\x01" * 5000}


def listing(**changes: object) -> bytes:
    entries = [{"name": n, "size": len(c), "sha256": sha256(c).hexdigest()} for n, c in FILES.items()]
    return json.dumps(
        {"schema": 1, "kind": "model", "name": "m", "version": "1.2", "files": entries} | changes
    ).encode()


def packed(
    content: bytes | None = None, key: SecretKey = PAIR.secret_key, files: dict[str, bytes] | None = None
) -> bytes:
    """A package; its listing, its signer and its files can be others."""
    content = listing() if content is None else content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in (FILES if files is None else files).items():
            archive.writestr(name, data)
        archive.writestr(LISTING, content)
        archive.writestr(SIGNATURE, bytes(key.sign(content)))
    return out.getvalue()


def _read(tmp_path: Path, content: bytes) -> packages.ModelPackage:
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    return packages.read(path, [OTHER.public_key.to_base64().decode(), KEY])


def _unpacked(tmp_path: Path, content: bytes) -> dict[str, bytes]:
    package = _read(tmp_path, content)
    folder = tmp_path / "out"
    shutil.rmtree(folder, ignore_errors=True)
    packages.unpack(tmp_path / "package.zip", package, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_package_is_read_and_unpacked(tmp_path: Path) -> None:
    package = _read(tmp_path, packed())
    assert (package.name, package.version, package.signed.key) == ("m", "1.2", KEY)
    out = _unpacked(tmp_path, packed())
    assert {name: out[name] for name in FILES} == FILES and set(out) == {*FILES, LISTING, SIGNATURE}
    assert packages.read_folder(tmp_path / "out", [KEY]).digest == package.digest
    (tmp_path / "out" / "graph.onnx").write_bytes(b"other")
    with pytest.raises(UpdateError, match="not the one that was signed"):
        packages.read_folder(tmp_path / "out", [KEY])


def test_only_trusted_keys_count(tmp_path: Path) -> None:
    stranger = KeyPair.generate()
    with pytest.raises(UpdateError, match="No trusted key signed this"):
        _read(tmp_path, packed(key=stranger.secret_key))
    for keys, words in ((["RWxx"], "no public key"), ([], "No key is trusted yet")):
        with pytest.raises(UpdateError, match=words):
            packages.read(tmp_path / "package.zip", keys)


@pytest.mark.parametrize(
    "content",
    [
        listing(files=[{"name": name, "size": 1, "sha256": "0" * 64}])
        for name in ("../x", "/etc/x", "a/b", "a\\b", "C:x", "con", "NUL.txt", ".hid", "", "x" * 90, "x\x00", "é", "x.")
    ]
    + [
        listing(files=[{"name": "a", "size": size, "sha256": "0" * 64}]) for size in (-1, 3 * 1024**3, "1", True, 1.5)
    ]
    + [
        listing(files=[]),
        listing(files=[{"name": n, "size": 1, "sha256": "0" * 64} for n in ("a", "A")]),
        listing(files=[{"name": f"f{n}", "size": 1, "sha256": "0" * 64} for n in range(65)]),
        listing(files=[{"name": LISTING, "size": 1, "sha256": "0" * 64}]),
        listing(files=[{"name": "a", "size": 1, "sha256": "XY"}]),
        listing(files=None), listing(name="../m"), listing(name=5), listing(version="1.2-evil"), listing(schema=2),
        listing(kind="app"), b"[]", b"{}", b"null", b"\xff", b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_listing_that_is_signed_but_bad_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UpdateError):
        _read(tmp_path, packed(content))


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "extra": b"x"},
        {"manifest.json": FILES["manifest.json"]},
        {**FILES, "graph.onnx": FILES["graph.onnx"] + b"x"},
        {**FILES, "graph.onnx": FILES["graph.onnx"][:-1]},
        {**FILES, "graph.onnx": b"\x00" * 50_000_000},
        {**FILES, "../graph.onnx": b"x"},
    ],
)
def test_files_that_are_not_those_of_the_listing_are_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(UpdateError):
        _unpacked(tmp_path, packed(files=files))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if "out" in path.parts) < 100_000
    assert not (tmp_path / "graph.onnx").exists()


GOOD = packed()
CHANGE = st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255))


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 40)
)
@example([(0, 0)], 0)
def test_a_package_that_was_tampered_with_is_refused_or_the_same(
    tmp_path: Path, changes: list[tuple[int, int]], cut: int
) -> None:
    """Whatever bytes are changed: never another error, never other files."""
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    try:
        out = _unpacked(tmp_path, bytes(content[: len(content) - cut]))
    except UpdateError as error:
        assert error.reason.text.endswith(".")
    else:
        assert {name: out[name] for name in FILES} == FILES


@given(st.binary(max_size=300))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_made_up_signatures_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UpdateError):
        packages.parse(listing(), content, [KEY])


def _tested(folder: Path) -> None:
    assert (folder / "manifest.json").is_file()


def test_a_model_that_fails_its_test_leaves_nothing(tmp_path: Path) -> None:
    def refuse(folder: Path) -> None:
        raise UpdateError("model_self_test", "It computes wrongly.")

    path = tmp_path / "package.zip"
    path.write_bytes(packed())
    models = Models(tmp_path / "models")
    with pytest.raises(UpdateError, match="computes wrongly"):
        models.install(path, [KEY], refuse)
    path.write_bytes(packed(listing(version="9.9")))
    with pytest.raises(UpdateError, match="not the one that its listing names"):
        models.install(path, [KEY], _tested)
    assert list((tmp_path / "models").iterdir()) == []
    path.write_bytes(packed())
    _, folder = models.install(path, [KEY], _tested)
    (folder / "graph.onnx").write_bytes(b"damaged since")
    assert models.install(path, [KEY], _tested)[1] == folder
    assert (folder / "graph.onnx").read_bytes() == FILES["graph.onnx"]


def test_the_way_back(tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    assert models.previous() is None
    kept = tmp_path / "models" / "kept"
    for folder in (kept, tmp_path / "models" / "gone"):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_bytes(FILES["manifest.json"])
    for setting in ("", str(kept), str(tmp_path / "models" / "gone")):
        models.chosen(setting)
    shutil.rmtree(tmp_path / "models" / "gone")
    assert models.previous() == str(kept)
    models.given_back(str(kept))
    assert models.previous() == ""
    (tmp_path / "models" / "history.json").write_text("{")
    assert models.previous() is None


# ------------------------------------------------------------------------------------------- the commands, on real keys


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A pair of keys as IT makes it: the secret key's file, and the public line."""
    folder = tmp_path_factory.mktemp("keys")
    line = sign.make_keys(folder, "secret")
    return folder / "firstread.key", line


@pytest.fixture
def paths(tmp_path: Path, keys: tuple[Path, str]) -> Paths:
    paths = Paths.of_profile(tmp_path / "profile").make()
    Settings(updates_trusted_keys=(keys[1],), analysis_provider="cpu").save(paths.settings_file)
    return paths


def _app(paths: Paths, *words: str) -> int:
    return main(["--profile", str(paths.config.parent), *words])


def _sign(*words: str) -> int:
    return sign.main(list(words), ask=lambda _: "secret")


def test_a_signed_model_is_installed_used_verified_and_given_back(
    paths: Paths, keys: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the commands that IT types; the self-test runs in a process of its own, on ONNX Runtime."""
    model = model_by_hand.write_model(tmp_path / "trained")
    file = tmp_path / "by-hand-1.zip"
    assert _sign("model", str(model), "--key", str(keys[0]), "--out", str(file)) == 0
    assert _app(paths, "model", "verify", str(file)) == 0
    assert f"signed by {keys[1]}" in capsys.readouterr().out
    assert _app(paths, "model", "install", str(file)) == 0
    assert "self-test passed" in capsys.readouterr().out
    used = Path(Settings.load(paths.settings_file)[0].analysis_model_dir)
    assert used.parent == paths.data / "models" and (used / "backbone.onnx").is_file()
    assert _app(paths, "model", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("  hybrid-mask-rcnn") and lines[1] == f"* by-hand 1 ({used})"
    assert _app(paths, "model", "verify") == 0
    assert "ok   by-hand 1" in capsys.readouterr().out

    (used / "heads.onnx").write_bytes(b"damaged")
    assert _app(paths, "model", "verify") == 1
    assert "BAD  by-hand 1" in capsys.readouterr().out
    assert _app(paths, "model", "rollback") == 0
    assert Settings.load(paths.settings_file)[0].analysis_model_dir == ""
    assert "ships with Firstread" in capsys.readouterr().out
    assert _app(paths, "model", "rollback") == 1
    noted = paths.audit_file.read_text(encoding="utf-8")
    assert "model by-hand 1 installed" in noted and "model rolled back to hybrid-mask-rcnn" in noted
    assert verify(paths.audit_file).problems == ()


def test_a_signed_model_that_computes_wrongly_here_is_refused(
    paths: Paths, keys: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = model_by_hand.write_model(tmp_path / "trained")
    with np.load(model / "self_test.npz") as file:
        arrays = {name: file[name] + (1.0 if "/out/" in name else 0.0) for name in file.files}
    np.savez(model / "self_test.npz", allow_pickle=False, **arrays)
    package = tmp_path / "wrong.zip"
    assert _sign("model", str(model), "--key", str(keys[0]), "--out", str(package)) == 0
    before = paths.settings_file.read_bytes()
    assert _app(paths, "model", "install", str(package)) == 1
    assert "The model was refused" in capsys.readouterr().err
    assert paths.settings_file.read_bytes() == before and list((paths.data / "models").iterdir()) == []


def test_an_older_model_and_a_running_program(
    paths: Paths, keys: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = model_by_hand.write_model(tmp_path / "trained")
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    (model / "manifest.json").write_text(json.dumps(manifest | {"version": "0.0.1"}))
    package = tmp_path / "old.zip"
    assert _sign("model", str(model), "--key", str(keys[0]), "--out", str(package)) == 0
    assert _app(paths, "model", "install", str(package)) == 1
    assert "is older than" in capsys.readouterr().err
    with profile_lock(paths):
        assert _app(paths, "model", "install", str(package), "--older") == 1
    assert "already runs" in capsys.readouterr().err
    assert _app(paths, "model", "install", str(package), "--older") == 0


def test_settings_with_errors_are_not_written_over(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn = f"{paths.settings_file.read_text()}[archive]\nport = 'x'\nhost = 'pacs'\n"
    paths.settings_file.write_text(torn)
    for words in (("install", str(tmp_path / "m.zip")), ("rollback",)):
        assert _app(paths, "model", *words) == 1
        assert "archive.port must be" in capsys.readouterr().err
    assert paths.settings_file.read_text() == torn


@pytest.mark.parametrize("words", [("install",), ("list", "x.zip"), ("rollback", "x.zip")])
def test_wrong_usage(paths: Paths, words: tuple[str, ...]) -> None:
    assert _app(paths, "model", *words) == 2


def test_files_that_are_not_there(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _app(paths, "model", "install", str(tmp_path / "missing.zip")) == 1
    assert "missing.zip cannot be read" in capsys.readouterr().err
    assert _app(paths, "update", "verify", str(tmp_path / "missing.deb")) == 1


@pytest.mark.parametrize(
    ("name", "how"), [("firstread_1_amd64.deb", "apt install"), ("firstread.exe", "/S"), ("f", "")]
)
def test_an_installer_is_verified_and_how_to_install_it_is_said(
    paths: Paths, keys: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, how: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"the installer" * 10_000)
    assert _sign("file", str(file), "--key", str(keys[0])) == 0
    assert _app(paths, "update", "verify", str(file)) == 0
    assert how in capsys.readouterr().out
    other = tmp_path / "elsewhere.sig"
    (tmp_path / f"{name}.minisig").rename(other)
    assert _app(paths, "update", "verify", str(file)) == 1
    assert _app(paths, "update", "verify", str(file), "--signature", str(other)) == 0
    file.write_bytes(b"the installer" * 10_000 + b"!")
    assert _app(paths, "update", "verify", str(file), "--signature", str(other)) == 1
    assert "No trusted key signed this" in capsys.readouterr().err


def test_keys_are_made_once_and_need_their_password(
    keys: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "posix":
        assert keys[0].stat().st_mode & 0o077 == 0
    assert _sign("keys", "--out", str(keys[0].parent)) == 1  # not written over
    (tmp_path / "x").write_bytes(b"x")
    assert sign.main(["file", str(tmp_path / "x"), "--key", str(keys[0])], ask=lambda _: "wrong") == 1
    assert "Not done" in capsys.readouterr().err and not (tmp_path / "x.minisig").exists()
    (tmp_path / "password").write_text("secret\n")
    monkeypatch.setenv(sign.PASSWORD_FILE, str(tmp_path / "password"))
    assert sign.main(["file", str(tmp_path / "x"), "--key", str(keys[0])], ask=lambda _: "never asked") == 0
    assert _sign("model", str(tmp_path), "--key", str(keys[0]), "--out", str(tmp_path / "m.zip")) == 1


def test_no_password_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As where nobody can type one."""

    def nobody(_: str) -> str:
        raise EOFError

    assert sign.main(["keys", "--out", str(tmp_path)], nobody) == 1
    assert capsys.readouterr().err == "\nNot done: no password was given.\n"
