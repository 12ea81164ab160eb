"""The conformance statement in docs/pages/conformance.md says what really goes over the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE, AllStoragePresentationContexts, evt
from pynetdicom.presentation import build_context
from pynetdicom.sop_class import Verification  # type: ignore[attr-defined]

from app.errors import ArchiveError
from app.pacs.archive import Archive
from app.pacs.association import echo
from app.pacs.implementation import CLASS_UID
from app.pacs.move import move_study
from app.pacs.query import find_classes, find_series, find_studies
from app.pacs.retrieve import get_study
from app.pacs.store_scp import Listening, StoreScp
from app.settings import Settings
from inference import __version__
from tests.integration import peers

PLAIN = [ExplicitVRLittleEndian, ImplicitVRLittleEndian]
BASELINE = "1.2.840.10008.1.2.4.50"
DEFAULT = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"}
FIND, MOVE, GET = (f"1.2.840.10008.5.1.4.1.2.2.{number}" for number in (1, 2, 3))


@pytest.fixture(scope="module")
def statement(repo: Path) -> str:
    return (repo / "docs" / "pages" / "conformance.md").read_text(encoding="utf-8")


def section(statement: str, title: str) -> str:
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", statement, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of a section's tables, without the head."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines[1:] if not set(line[0]) <= set("-")]


def stated_classes(statement: str) -> dict[str, bool]:
    """SOP Class UID to whether it is one of images: CT, and secondary captures."""
    found = rows(section(statement, "Storage classes"))
    for name, uid, _ in found:
        number = uid.strip("`")
        assert UID(number).name in (name, number), "pydicom gives the number of a class that it does not know"
    return {uid.strip("`"): "analysed where" in what or "Secondary Capture" in name for name, uid, what in found}


def stated_syntaxes(statement: str) -> dict[str, str]:
    """Transfer Syntax UID to the classes that it is proposed with."""
    found = rows(section(statement, "Transfer syntaxes"))
    for name, uid, _ in found:
        number = uid.strip("`")
        assert UID(number).name in (name, number), "pydicom gives the number of a class that it does not know"
    return {uid.strip("`"): what for _, uid, what in found}


class Recorder:
    """An archive that grants all, finds nothing, and writes down what it is asked."""

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self.identifiers: list[Any] = []
        ae = AE(ae_title="PEER")
        ae.acse_timeout = 5
        for one in (Verification, FIND, MOVE, GET):
            ae.add_supported_context(one)
        for storage in AllStoragePresentationContexts:
            ae.add_supported_context(storage.abstract_syntax, scu_role=True, scp_role=True)  # type: ignore[arg-type]
        server = ae.start_server(
            ("127.0.0.1", 0),
            block=False,
            evt_handlers=[
                (evt.EVT_ACCEPTED, lambda event: self.requests.append(event.assoc.requestor.primitive)),
                (evt.EVT_C_ECHO, lambda _: 0),
                (evt.EVT_C_FIND, self._nothing),
                (evt.EVT_C_GET, self._empty),
                (evt.EVT_C_MOVE, self._unknown),
            ],
        )
        assert server is not None and server.socket is not None
        self.server = server
        self.archive = peers.archive_on(server.socket.getsockname()[1], "PEER", acse_timeout_s=10)

    def _nothing(self, event: Any) -> Iterator[Any]:
        self.identifiers.append(event.identifier)
        return
        yield

    def _empty(self, event: Any) -> Iterator[Any]:
        yield 0

    def _unknown(self, event: Any) -> Iterator[Any]:
        yield None, None

    def asked(self, do: Callable[[Archive], object]) -> Any:
        """The A-ASSOCIATE request that ``do`` makes."""
        with suppress(ArchiveError):
            do(self.archive)
        return self.requests[-1]


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.server.shutdown()


def proposed(request: Any) -> list[tuple[str, set[str]]]:
    return [
        (str(one.abstract_syntax), {str(uid) for uid in one.transfer_syntax})
        for one in request.presentation_context_definition_list
    ]


def roles(request: Any) -> dict[str, tuple[bool, bool]]:
    return {
        str(item.sop_class_uid): (bool(item.scu_role), bool(item.scp_role))
        for item in request.user_information
        if hasattr(item, "scp_role")
    }


@pytest.mark.parametrize(
    ("do", "uid"),
    [
        (echo, "1.2.840.10008.1.1"),
        (lambda archive: find_studies(archive, date(2001, 1, 1), date(2001, 1, 2)), FIND),
        (lambda archive: find_series(archive, "1.2.3"), FIND),
    ],
    ids=["C-ECHO", "C-FIND studies", "C-FIND series"],
)
def test_what_is_proposed_to_ask(statement: str, recorder: Recorder, do: Callable[[Archive], object], uid: str) -> None:
    request = recorder.asked(do)
    assert proposed(request) == [(uid, DEFAULT)] and roles(request) == {}
    assert rows(section(statement, "Overview"))[0 if uid.endswith(".1.1") else 1][1:3] == [f"`{uid}`", "yes"]


def test_what_is_proposed_for_a_move(recorder: Recorder) -> None:
    with StoreScp(Listening("FIRSTREAD", 0, "127.0.0.1")) as receiver:
        request = recorder.asked(lambda archive: move_study(archive, "1.2.3", lambda *_: None, receiver))
    assert proposed(request) == [(MOVE, DEFAULT)] and roles(request) == {}


def test_what_is_proposed_for_a_get(statement: str, recorder: Recorder) -> None:
    request = recorder.asked(lambda archive: get_study(archive, "1.2.3", lambda *_: None))
    classes, syntaxes = stated_classes(statement), stated_syntaxes(statement)
    plain = {str(uid) for uid in PLAIN}
    expected: list[tuple[str, frozenset[str]]] = [(GET, frozenset(DEFAULT))]
    for uid, image in classes.items():
        expected.append((uid, frozenset(plain)))
        others = [s for s in syntaxes if s not in plain] if image else [BASELINE]
        expected += [(uid, frozenset({other})) for other in others]
    assert sorted((a, sorted(t)) for a, t in proposed(request)) == sorted((a, sorted(t)) for a, t in expected)
    assert len(expected) <= 128
    assert roles(request) == dict.fromkeys(classes, (False, True))
    assert {uid for uid, what in syntaxes.items() if what == "all"} == plain | {BASELINE}


def test_how_we_present_ourselves(statement: str, recorder: Recorder) -> None:
    request = recorder.asked(echo)
    stated = {name: value for name, value in rows(section(statement, "Association policies")) if value}
    assert f"`{request.application_context_name}`" == stated["Application context"]
    assert f"{request.maximum_length_received} bytes" == stated["Largest PDU that is received"]
    assert f"`{request.implementation_class_uid}`" == stated["Implementation Class UID"]
    assert stated["Implementation Version Name"].startswith("`FIRSTREAD_` and the version")
    names = [
        item.implementation_version_name for item in request.user_information if "VersionName" in type(item).__name__
    ]
    assert [str(name) for name in names] == [f"FIRSTREAD_{__version__}"[:16]]
    default = {declared.key: declared.default for declared in Settings.declared()}["archive.associations"]
    assert stated["Associations to one archive at a time"].endswith(f" {default} unless set")
    assert not any("Asynchronous" in type(item).__name__ for item in request.user_information)


def test_the_keys_of_a_query(statement: str, recorder: Recorder) -> None:
    stated = {level: keys.split(", ") for level, keys in rows(section(statement, "C-FIND"))}
    recorder.identifiers.clear()
    find_studies(recorder.archive, date(2001, 1, 1), date(2001, 1, 2))
    find_series(recorder.archive, "1.2.3")
    find_classes(recorder.archive, "1.2.3", "1.2.3.4")
    for identifier, level in zip(recorder.identifiers, ("STUDY", "SERIES", "IMAGE"), strict=True):
        assert identifier.QueryRetrieveLevel == level
        assert sorted(e.keyword for e in identifier if e.keyword != "QueryRetrieveLevel") == sorted(stated[level])
        assert identifier.SpecificCharacterSet == "ISO_IR 192"


def test_what_our_store_takes(statement: str) -> None:
    """Every stated class in every stated encoding, and nothing else."""
    classes, syntaxes = stated_classes(statement), stated_syntaxes(statement)
    foreign = ["1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.481.1", FIND]
    ae = AE(ae_title="SCANNER")
    ae.acse_timeout = 10
    with StoreScp(Listening("FIRSTREAD", 0, "127.0.0.1")) as receiver:
        for syntax in [*syntaxes, "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.2"]:
            contexts = [build_context(uid, syntax) for uid in (*classes, *foreign)]
            association = ae.associate("127.0.0.1", receiver.port, contexts, ae_title="FIRSTREAD")
            accepted = {str(one.abstract_syntax) for one in association.accepted_contexts}
            if association.is_established:
                association.release()
            assert accepted == (set(classes) if syntax in syntaxes else set()), syntax
        plain = ae.associate("127.0.0.1", receiver.port, [build_context(Verification)], ae_title="FIRSTREAD")
        assert plain.is_established
        acceptor = plain.acceptor
        assert acceptor.implementation_class_uid == CLASS_UID and UID(CLASS_UID).is_valid
        assert acceptor.implementation_version_name == f"FIRSTREAD_{__version__}"[:16]
        plain.release()
    stated = {row[0]: row[1] for row in rows(section(statement, "Acceptance")) if len(row) == 2}
    assert stated["Associations at a time"] == str(Listening("X", 1).maximum_associations)
    assert f"after {Listening('X', 1).network_timeout_s:.0f} s" in stated["Silent connections"]
