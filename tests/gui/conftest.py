"""A themed application for every test of models and views."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views import languages, theme


@pytest.fixture(scope="session")
def _themed(qapp: QApplication) -> QApplication:
    languages.install(qapp)
    theme.apply(qapp)
    return qapp


@pytest.fixture
def bot(_themed: QApplication, qtbot: QtBot) -> QtBot:
    """pytest-qt's robot, with the application in its theme."""
    return qtbot


@pytest.fixture(params=list(languages.LANGUAGES))
def large(bot: QtBot, request: pytest.FixtureRequest) -> Iterator[str]:
    """The application with text at 150 %, in each language."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before, font = app.font(), app.font()
    font.setPointSizeF(before.pointSizeF() * 1.5)
    app.setFont(font)
    languages.install(app, request.param)
    theme.apply(app)
    yield request.param
    languages.install(app)
    app.setFont(before)
    theme.apply(app)
