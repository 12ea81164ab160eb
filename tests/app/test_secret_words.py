"""No spelling of a password or token in a setting goes out; what is known to be harmless does."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import roll_out
from app.paths import Paths
from app.secret_words import may_hold_secret
from app.settings import Settings, Value

SECRET = "TOPSECRET1"
NAMES = [
    "token", "accessToken", "clientSecret", "authToken", "SessionKey", "userPassword", "sslpassword", "jwt", "ticket",
    "pass", "pw", "pwd", "api_key", "X-Api-Key", "sig", "credentials", "bearer",
]  # fmt: skip
names = st.one_of(st.sampled_from(NAMES), st.from_regex(r"[A-Za-z][\w.-]{0,9}", fullmatch=True))
spelled = names | names.map(str.lower) | names.map(str.upper)
harmless = st.sampled_from(["", "study={study_uid}", "a={accession}", "p={patient_id}"])


@given(spelled, harmless, harmless, st.sampled_from("?#;"), st.booleans(), st.booleans())
def test_no_parameter_of_an_address_goes_out(
    name: str, before: str, after: str, sign: str, coded: bool, named: bool
) -> None:
    parameter = f"{quote(name) if coded else name}={SECRET}" if named else SECRET
    query = "&".join(one for one in (before, parameter, after) if one)
    for key in ("viewer.url", "archive.dicomweb_url", "cluster.url", "team.database"):
        assert may_hold_secret(key, f"https://pacs/v{sign}{query}")
    assert may_hold_secret("viewer.command", ("viewer", f"https://pacs/v{sign}{query}"))


@given(st.sampled_from(["", "me:", "me:x"]), st.sampled_from(["https", "http", "weasis", "postgresql"]))
def test_no_user_of_an_address_goes_out(user: str, scheme: str) -> None:
    for key in ("viewer.url", "archive.dicomweb_url", "cluster.url", "folder.path"):
        assert may_hold_secret(key, f"{scheme}://{user}{SECRET}@pacs/v")
    assert may_hold_secret("team.database", f"{scheme}://me:{SECRET}@db/firstread")


@given(
    spelled, st.sampled_from(["--{}={}", "-{}={}", "{}={}", "{}:{}", "{}: {}", "/{}:{}", "--{} {}", "{}: Bearer {}"])
)
def test_no_word_of_a_command_goes_out(name: str, form: str) -> None:
    assert may_hold_secret("viewer.command", ("viewer", form.format(name, SECRET), "{study_uid}"))
    assert may_hold_secret("viewer.command", ("viewer", f"--{name}", SECRET))


@given(st.sampled_from(NAMES), st.sampled_from(["{}={}", "{}: {}", "x {} ={}", '"{}": "{}"', "{}: Bearer {}"]))
def test_no_named_secret_goes_out_in_any_text(name: str, form: str) -> None:
    text = form.format(name, SECRET)
    assert may_hold_secret("archive.name", text) and may_hold_secret("archive.descriptions", ("CT", text))
    assert may_hold_secret("viewer.url", f"https://pacs/{text}/v")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("viewer.command", ("viewer", "-p", SECRET)),
        ("viewer.command", ("viewer", f"-p{SECRET}")),
        ("viewer.command", ("viewer", "Authorization: Bearer abc")),
        ("viewer.command", (f"viewer --password={SECRET}",)),
        ("viewer.url", f"weasis:{SECRET}"),
        ("viewer.url", f"weasis://%24dicom%3Ars%20--header%20{SECRET}"),
        ("viewer.url", "https://pacs/v/0f3a9c77d1e24b5f8a6b/{study_uid}"),
        ("viewer.url", "https://[pacs/v"),
    ],
)
def test_what_would_not_be_found_by_its_name(key: str, value: Value) -> None:
    assert may_hold_secret(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("viewer.url", ""),
        ("viewer.url", "https://keycloak.passau.example.org:8443/viewer?session={study_uid}&mode="),
        ("viewer.url", "https://pacs/#/study/{study_uid}?acc={accession}"),
        ("viewer.url", "https://[fe80::1]:8443/v/{study_uid}"),
        ("viewer.command", ("/opt/key viewer/run", "--study={study_uid}", "-a", "{accession}", "--fullscreen")),
        ("viewer.command", ("viewer", "https://pacs/v?study={study_uid}", "id:{patient_id}")),
        ("archive.dicomweb_url", "https://pacs:8443/dcm4chee-arc/aets/DCM4CHEE/rs"),
        ("archive.dicomweb_url", "https://cloud/v1/projects/head-ct-482913/datasets/passau/dicomStores/a/dicomWeb"),
        ("team.database", "postgresql://firstread@db.example.org:5432/firstread?sslmode=verify-full"),
        ("archive.tls_key_file", r"C:\ProgramData\Firstread\key.pem"),
        ("updates.trusted_keys", ("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFOkey=",)),
        ("queue.emergency_words", ("emergency", "stroke pass", "key finding")),
        ("archive.port", 104),
    ],
)  # fmt: skip
def test_what_holds_no_secret_goes_out(key: str, value: Value) -> None:
    assert not may_hold_secret(key, value)


def test_every_default_goes_out(tmp_path: Path) -> None:
    assert roll_out.for_others(Settings(), Paths.of_profile(tmp_path))[1] == ()
    assert not any(may_hold_secret(one.key, one.default) for one in Settings.declared())
