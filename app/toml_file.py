"""A TOML file whose lines can be named: tomllib tells values, but not where they stand."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any


class TomlFile:
    """A parsed TOML file with tables at its top level."""

    def __init__(self, path: Path) -> None:
        """Read and parse; raises OSError, and ValueError with what is wrong and where."""
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8-sig")  # Windows editors like to write the mark
        except UnicodeDecodeError as error:
            raise ValueError("it is not UTF-8 text") from error
        self.tables: dict[str, Any] = _parse(self._text)

    def line(self, key: str) -> int | None:
        """Line, from 1, of the statement that first names ``table``, ``table.key`` or ``tables.number.key``.

        The last is a key in a list of tables. None where no statement names it.
        """
        return self._lines.get(key)

    @cached_property
    def _lines(self) -> dict[str, int]:
        """The parser finds the statements: lines are collected until, below their header, they are whole TOML."""
        found: dict[str, int] = {}
        entries: dict[str, int] = {}
        header, statement = "", list[str]()
        for number, line in enumerate(self._text.split("\n"), 1):
            statement.append(line)
            try:
                tables = _parse("\n".join((header, *statement)))
            except ValueError:
                continue  # a list or text that goes on
            first = number - len(statement) + 1
            if statement[0].lstrip().startswith("["):  # no other statement begins so
                header = statement[0]
            for section, table in tables.items():
                found.setdefault(section, first)
                where = section
                if isinstance(table, list):  # the statements below [[section]] belong to its latest entry
                    entries[section] = entries.get(section, -1) + (statement[0].lstrip().startswith("[["))
                    where, table = f"{section}.{entries[section]}", table[-1] if table else ()
                for name in table if isinstance(table, dict) else ():
                    found.setdefault(f"{where}.{name}", first)
            statement.clear()
        return found


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:  # some thousand brackets
        raise ValueError("it is nested too deeply") from error
