"""Which text is another one after letters were lost."""

from __future__ import annotations

import pytest

from app.domain.lost_letters import poorer


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("MLER", "MÜLLER"),  # Orthanc, of a Latin-1 byte that was declared as UTF-8
        ("M?LLER^J?RGEN", "MÜLLER^JÜRGEN"),
        ("M\ufffdLLER", "MÜLLER"),
        ("MLLER^JÜRGEN", "MÜLLER^JÜRGEN"),
        ("WANG^XIAODONG=^", "WANG^XIAODONG=王^小东"),
        ("WANG^XIAODONG", "WANG^XIAODONG=王^小东"),
    ],
)
def test_letters_were_lost(told: str, known: str) -> None:
    assert poorer(told, known)
    assert not poorer(known, told)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("MÜLLER", "MÜLLER"),
        ("MÜLLER^ANNA", "MÜLLER"),
        ("MÜLLER", "MÜLLER^ANNA"),  # corrected by the archive
        ("MULLER", "MÜLLER"),  # another transcription
        ("MEIER", "MÜLLER"),  # another name
        ("LEE", "MÜLLER^ELEONORE"),  # too much is missing for one letter
        ("DOE?", "DOE"),
        ("DOE", "DOES"),
    ],
)
def test_all_else_is_what_the_archive_means(told: str, known: str) -> None:
    assert not poorer(told, known)
