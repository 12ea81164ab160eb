"""The theme changes while windows are open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget, QWizard, QWizardPage
from pytestqt.qtbot import QtBot

from app.views import redress, theme
from app.views.department import plots


@pytest.fixture
def app(bot: QtBot) -> Iterator[QApplication]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark")
    yield app
    theme.apply(app, "dark")


def _has(icon: QIcon, tint: str) -> bool:
    return _shows(icon.pixmap(32, 32).toImage(), tint)


def _shows(picture: QImage, tint: str) -> bool:
    wanted = QColor(tint).rgb()
    return any(
        picture.pixelColor(x, y).alpha() == 255 and picture.pixelColor(x, y).rgb() == wanted
        for x in range(picture.width())
        for y in range(picture.height())
    )


def test_icons_pictures_and_style_sheets_follow_the_theme(bot: QtBot, app: QApplication) -> None:
    window = QWidget()
    bot.addWidget(window)
    plain, warned, on_bright = QAction(theme.icon("save"), "Save", window), QLabel(window), QPushButton(window)
    elsewhere = QAction(QIcon(), "None", window)
    window.addActions([plain, elsewhere])
    warned.setPixmap(theme.pixmap("save", theme.COLOURS.warning, 32))
    warned.setStyleSheet(f"color: {theme.COLOURS.warning}; background: #010203;")
    on_bright.setIcon(theme.icon("save", theme.COLOURS.on_bright))
    window.resize(200, 100)
    window.show()
    for scheme, colours in (("light", theme.LIGHT), ("dark", theme.DARK), ("light", theme.LIGHT)):
        redress.change(app, scheme)
        assert window.grab().toImage().pixelColor(190, 90) == QColor(colours.window)
        assert _has(plain.icon(), colours.text)
        assert _shows(warned.pixmap().toImage(), colours.warning)
        assert warned.styleSheet() == f"color: {colours.warning}; background: #010203;"
        assert _has(on_bright.icon(), colours.on_bright)
        assert elsewhere.icon().isNull()


def test_the_same_theme_exchanges_nothing(bot: QtBot, app: QApplication) -> None:
    window = QPushButton()
    bot.addWidget(window)
    window.setIcon(theme.icon("save"))
    before = window.icon().cacheKey()
    redress.change(app, "dark")
    assert window.icon().cacheKey() == before


def test_a_wizard_that_is_open_takes_it(bot: QtBot, app: QApplication) -> None:
    """Setting style and style sheet once more ended the program inside Qt 6.11, also once the wizard was closed."""
    wizard, page = QWizard(), QWizardPage()
    button = QPushButton("Look", page)
    wizard.addPage(page)
    bot.addWidget(wizard)
    wizard.show()
    for scheme, colours in (("light", theme.LIGHT), ("dark", theme.DARK), ("light", theme.LIGHT)):
        redress.change(app, scheme)
        assert button.palette().buttonText().color() == QColor(colours.text)
        wizard.close()


def test_plots_take_the_new_colours(bot: QtBot, app: QApplication) -> None:
    drawn = plots.plot("Rates", "threshold", "%")
    bot.addWidget(drawn)
    plots.legend(drawn, ("PPV", theme.COLOURS.positive))
    redress.change(app, "light")
    item = drawn.getPlotItem()
    assert drawn.backgroundBrush().color() == QColor(theme.LIGHT.panel)
    assert item.getAxis("left").textPen().color() == QColor(theme.LIGHT.dim)
    assert item.getAxis("bottom").labelText == "threshold"
    assert item.getAxis("bottom").labelStyle["color"] == theme.LIGHT.dim
    assert "PPV" in item.titleLabel.text


@pytest.mark.parametrize(("chosen", "after"), [("system", theme.DARK), ("light", theme.LIGHT)])
def test_only_the_theme_of_the_system_follows_the_desktop(
    bot: QtBot, app: QApplication, chosen: str, after: theme.Colours
) -> None:
    window = QWidget()
    bot.addWidget(window)
    theme.apply(app, "light")
    app.processEvents()
    follower = redress.SystemTheme(app, lambda: chosen, window)
    app.styleHints().unsetColorScheme()
    # The platform of the tests has no scheme of its own, which counts as dark, and tells nothing.
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    app.processEvents()
    assert theme.in_use() == after
    follower.stop()
    theme.apply(app, "light")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    app.processEvents()
    assert theme.in_use() == theme.LIGHT
