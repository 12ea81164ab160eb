"""A themed application for every test of models and views."""

from __future__ import annotations

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
