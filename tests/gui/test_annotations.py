"""Boxes over a slice and the words beside them."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.models.view_threshold import Filtered
from app.views import image_colours
from app.views.annotations import _broken, name_box
from app.views.slice_overlay import Shown, draw_boxes
from inference.types import Box

_WORDS = "0.72 on an end slice, nothing beside it on the next"


@pytest.mark.parametrize("left", [-30.0, 5.0, 300.0, 440.0, 495.0])
def test_the_words_of_a_box_at_the_edge_stay_in_sight(bot: QtBot, left: float) -> None:
    image, taken = QImage(500, 300, QImage.Format.Format_RGB32), list[QRectF]()
    painter = QPainter(image)
    name_box(painter, QRectF(left, 100, 50, 40), _WORDS, image_colours.REJECTED, 1.6, taken)
    painter.end()
    (room,) = taken
    assert room.left() >= 0 and room.right() <= 500 and room.width() > 100


def test_a_rejected_box_with_a_reason_is_drawn_with_it(bot: QtBot) -> None:
    def drawn(why: str) -> QImage:
        image = QImage(500, 300, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        found = Filtered(0.5, (), (), (Box(1, 20, 60, 80, 90, 0.61, why),), frozenset())
        draw_boxes(painter, found, 1, Shown(rejected=True), None, QPointF)
        painter.end()
        return image.copy(90, 0, 400, 58)  # right of what the score alone takes

    plain, told = drawn(""), drawn("outside the skull")
    assert plain != told


def test_a_very_long_description_is_broken_into_lines_at_once(bot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    text = ("CT head without contrast " * 400).strip()
    started = time.process_time()
    lines = _broken(text, metrics, 300)
    assert time.process_time() - started < 2
    assert " ".join(lines) == text and all(metrics.horizontalAdvance(line) <= 300 for line in lines)
    (word,) = _broken("x" * 60_000, metrics, 300)
    assert metrics.horizontalAdvance(word) <= 300 and word.endswith("…")


def test_no_frame_goes_through_the_number_of_another_box(bot: QtBot) -> None:
    def bright(*boxes: Box) -> int:
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        draw_boxes(painter, Filtered(0.5, (), (), boxes, frozenset()), 1, Shown(rejected=True), None, QPointF)
        painter.end()
        words = [(x, y) for x in range(51, 71) for y in range(46, 58)]  # of the first one's number
        return sum(image.pixelColor(x, y) == QColor(image_colours.REJECTED) for x, y in words)

    outer, inner = Box(1, 50, 60, 200, 150, 0.88), Box(1, 52, 52, 120, 140, 0.41)
    assert bright(outer) == bright(outer, inner) > 0
