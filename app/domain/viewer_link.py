"""Opening a study in the PACS's own viewer: templates of an address or of a command, filled without any shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath
from urllib.parse import quote, urlsplit

from app.domain.study import Study

_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
_WORDS = {"study_uid": "Study Instance UID", "accession": "accession number", "patient_id": "patient ID"}
#: Addresses that would run or read something on this machine instead of asking a viewer.
_FORBIDDEN_SCHEMES = frozenset({"file", "javascript", "data", "vbscript", ""})
#: Windows hands these to its shell, which takes arguments apart again.
_SHELL_SCRIPTS = frozenset({".bat", ".cmd"})


class ViewerLinkError(ValueError):
    """A study cannot be opened in the viewer; the text is one plain sentence without patient data."""


def url_for(template: str, study: Study) -> str:
    """``template`` with each placeholder replaced by its percent-encoded value.

    Placeholders are ``{study_uid}``, ``{accession}`` and ``{patient_id}``. Raises ViewerLinkError.
    """
    try:
        scheme = urlsplit(template).scheme
    except ValueError:
        scheme = ""
    if scheme.lower() in _FORBIDDEN_SCHEMES:
        raise ViewerLinkError("The address of the viewer (viewer.url) must begin with https:// or the like.")
    return _fill(template, study, lambda value: quote(value, safe=""))


def command_for(template: Sequence[str], study: Study) -> list[str]:
    """``template`` as program and arguments, each of its words one argument, whatever the values contain.

    Raises ViewerLinkError, also where a value would be taken for an option because it begins with a dash, and for
    programs that Windows starts by its shell.
    """
    program, *words = template
    if _PLACEHOLDER.search(program):
        raise ViewerLinkError("The program of the viewer (viewer.command) cannot be a placeholder.")
    if PureWindowsPath(program).suffix.lower() in _SHELL_SCRIPTS:
        raise ViewerLinkError("The viewer cannot be a .bat or .cmd file; name the program itself.")
    arguments = [_fill(word, study, lambda value: value) for word in words]
    for word, argument in zip(words, arguments, strict=True):
        if argument.startswith(("-", "/")) and not word.startswith(("-", "/")):
            raise ViewerLinkError("A value of this study could be taken for an option of the viewer; it is not opened.")
    return [program, *arguments]


def _fill(template: str, study: Study, encode: Callable[[str], str]) -> str:
    values = {
        "study_uid": study.study_instance_uid, "accession": study.accession_number, "patient_id": study.patient_id,
    }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise ViewerLinkError(f"The settings of the viewer have an unknown placeholder: {match[0]}.")
        if not values[name].strip():
            raise ViewerLinkError(f"This study has no {_WORDS[name]}, which the viewer asks for.")
        return encode(values[name])

    return _PLACEHOLDER.sub(value, template)
