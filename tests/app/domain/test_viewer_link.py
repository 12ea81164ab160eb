"""Opening a study elsewhere: nothing of a study is ever taken for an address, an option or a command."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.viewer_link import ViewerLinkError, command_for, url_for
from tests.app.values import study

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
URL = "https://pacs.example.org/viewer?study={study_uid}&acc={accession}&pid={patient_id}"


@given(TEXT, TEXT)
def test_an_address_gives_every_value_back(accession: str, patient_id: str) -> None:
    parts = urlsplit(url_for(URL, study("1.2.3", accession_number=accession, patient_id=patient_id)))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "pacs.example.org", "/viewer")
    assert parse_qs(parts.query) == {"study": ["1.2.3"], "acc": [accession], "pid": [patient_id]}


@given(TEXT)
def test_each_word_stays_one_argument(patient_id: str) -> None:
    row = study("1.2.3", patient_id=patient_id)
    template = ["viewer", "--open", "{study_uid}", "pid={patient_id}", "-p{patient_id}"]
    assert command_for(template, row) == ["viewer", "--open", "1.2.3", f"pid={patient_id}", f"-p{patient_id}"]


@settings(max_examples=1)
@given(st.just("a; rm -rf / $(x) `y` \"z\" %PATH% 'q' & | > <"))
def test_a_real_program_gets_the_very_words(patient_id: str) -> None:
    template = [sys.executable, "-c", "import json, sys; print(json.dumps(sys.argv[1:]))", "{patient_id}"]
    done = subprocess.run(command_for(template, study(patient_id=patient_id)), capture_output=True, check=True)
    assert json.loads(done.stdout) == [patient_id]


@pytest.mark.parametrize("value", ["--delete", "-x", "/delete"])
def test_a_value_that_looks_like_an_option_is_refused(value: str) -> None:
    with pytest.raises(ViewerLinkError, match="option"):
        command_for(["viewer", "{patient_id}"], study(patient_id=value))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd?{study_uid}", "javascript:alert(1)", "{study_uid}", "viewer.exe", ""]
)
def test_only_addresses_of_other_programs(url: str) -> None:
    with pytest.raises(ViewerLinkError, match=r"viewer\.url"):
        url_for(url, study())


def test_other_schemes_reach_viewers_on_this_machine() -> None:
    assert url_for("weasis://?%24dicom%3Aget%20{study_uid}", study("1.2.3")).endswith("%201.2.3")


@pytest.mark.parametrize("program", ["open.bat", "C:\\tools\\Open.CMD", "{study_uid}"])
def test_programs_that_would_need_a_shell_are_refused(program: str) -> None:
    with pytest.raises(ViewerLinkError):
        command_for([program, "{study_uid}"], study())


def test_what_is_missing_is_said_without_patient_data() -> None:
    with pytest.raises(ViewerLinkError, match="no accession number"):
        url_for(URL, study(patient_id="SECRET"))
    with pytest.raises(ViewerLinkError, match=r"unknown placeholder: \{name\}"):
        url_for("https://x/{name}", study())
