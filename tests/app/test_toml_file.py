from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.toml_file import TomlFile

TEXT = '''# a comment
archive.name = "above"

[poll]   # with a comment
interval_s = 30

"lookback_hours" = 9
[queue]
emergency_words = [
  "a",  # [analysis]
  "b",
]
note = """
[fetch]
threads = 9
"""
[ analysis ]
provider = "cpu"
inline = { a = 1 }
'''


def _file(folder: Path, text: str) -> TomlFile:
    path = folder / "settings.toml"
    path.write_bytes(text.encode())
    return TomlFile(path)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_of_every_way_to_write_a_key(tmp_path: Path, ending: str) -> None:
    file = _file(tmp_path, TEXT.replace("\n", ending))
    lines = {
        "archive": 2, "archive.name": 2, "poll": 4, "poll.interval_s": 5, "poll.lookback_hours": 7, "queue": 8,
        "queue.emergency_words": 9, "queue.note": 13, "analysis": 17, "analysis.provider": 18, "analysis.inline": 19,
    }  # fmt: skip
    assert {key: file.line(key) for key in lines} == lines
    assert file.line("fetch") is None and file.line("fetch.threads") is None


@given(st.lists(st.sampled_from(["", "# x", "k{} = 1", "k{} = [\n1,\n2]", 'k{} = """\n\n"""', "[t{}]"]), max_size=12))
def test_every_statement_is_found_where_it_was_put(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    text, section, expected = "[top]\n", "top", {"top": 1}
    for number, part in enumerate(parts):
        line = text.count("\n") + 1
        if part.startswith("["):
            section = f"t{number}"
            expected[section] = line
        elif part.startswith("k"):
            expected[f"{section}.k{number}"] = line
        text += part.format(number) + "\n"
    file = _file(tmp_path_factory.mktemp("toml"), text)
    assert {key: file.line(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[a]\nb = = 1", "line 2"),
        (b"a = " + b"[" * 100_000, "deep|line 1"),
        (b"\xff", "UTF-8"),
        (b"a = " + b"9" * 10_000, "digits|line"),
    ],
)
def test_what_cannot_be_parsed_is_a_value_error(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=why):
        TomlFile(path)


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    assert _file(tmp_path, "\ufeff[a]\nb = 1").tables == {"a": {"b": 1}}
