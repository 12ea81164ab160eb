"""What a row says when the pointer rests on it: why it stands there, and the key slice as soon as it is read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.models import wording
from app.models.translation import tr
from app.pipeline.preview import KeySlice
from app.views import theme
from inference.types import TYPES

_SIZE = 240
_KEPT = 64
_OPACITY = 0.45

Source = Callable[[str], KeySlice | None]


def picture(key: KeySlice) -> QImage:
    """The slice with its masks, at most 240 pixels wide and high, in its true proportions. Callable from any thread."""
    grey = np.repeat(key.grey[:, :, None], 3, axis=2).astype(np.float32)
    for kind in TYPES:
        inside = key.labels == kind.label
        if inside.any():
            tint = theme.colour(theme.TYPE_COLOURS[kind])
            colour = np.array([tint.red(), tint.green(), tint.blue()], np.float32)
            grey[inside] += (colour - grey[inside]) * _OPACITY
    rgb = np.ascontiguousarray(grey.astype(np.uint8))
    height, width = rgb.shape[:2]
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    tall, wide = height * key.pixel_mm[0], width * key.pixel_mm[1]
    scale = _SIZE / max(tall, wide)
    return image.scaled(
        max(1, round(wide * scale)), max(1, round(tall * scale)),
        Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip


class PreviewLoader(QObject):
    """Reads previews one at a time in another thread; only the latest one asked for is of interest."""

    #: Key as it was asked for, and a (QImage, caption) or None.
    ready = Signal(str, object)
    _done = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        self._known: OrderedDict[str, tuple[QImage, str] | None] = OrderedDict()
        self._busy = False
        self._next: tuple[str, str] | None = None
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, key: str, uid: str) -> None:
        """Read the preview of a study, unless it is known; ``key`` changes when the study's answer does."""
        if key in self._known:
            self.ready.emit(key, self._known[key])
        elif self.source is not None:
            self._next = (key, uid)
            if not self._busy:
                self._start()

    def _start(self) -> None:
        if self._next is None or self.source is None:
            return
        (key, uid), self._next, self._busy = self._next, None, True
        source, done = self.source, self._done

        def work() -> None:
            found = source(uid)
            done.emit(key, None if found is None else (picture(found), _caption(found)))

        QThreadPool.globalInstance().start(work)

    @Slot(str, object)
    def _take(self, key: str, found: tuple[QImage, str] | None) -> None:
        self._busy = False
        self._known[key] = found
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.ready.emit(key, found)
        self._start()


class PreviewPopup(QFrame):
    """A tooltip with a picture; it takes neither focus nor clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._key, self._place = "", QPoint()
        self.image, self.caption, self.text, self.research = QLabel(), QLabel(), QLabel(), QLabel()
        self.whose = QLabel()
        self.whose.setObjectName("title")
        self.image.setObjectName("previewImage")
        self.caption.setObjectName("dim")
        self.research.setObjectName("dim")
        self.research.setText(wording.research_only())
        for label in (self.whose, self.text, self.caption):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.text.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.whose)
        words.addWidget(self.text)
        words.addWidget(self.caption)
        words.addStretch(1)
        words.addWidget(self.research)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.image)
        row.addLayout(words, 1)

    @property
    def key(self) -> str:
        """What the pop-up is about, as it was last given."""
        return self._key

    def show_text(self, key: str, text: str, place: QPoint, waits: bool, patient: str = "") -> None:
        """Show what is known at once; ``waits`` tells that a picture may come. ``patient`` stands on top."""
        self._key, self._place = key, place
        self.whose.setText(patient)
        self.whose.setVisible(bool(patient))
        self.text.setText(wording.unbroken(text))
        self.image.hide()
        self.caption.setText(tr("Reading the key slice …") if waits else "")
        self.caption.setVisible(waits)
        self._lay_out()
        self.show()

    @Slot(str, object)
    def show_picture(self, key: str, found: tuple[QImage, str] | None) -> None:
        """Add the picture, if the pop-up is still about the same study."""
        if key != self._key or not self.isVisible():
            return
        self.caption.setText(found[1] if found is not None else tr("No key slice: its images are no longer here."))
        self.caption.show()
        if found is not None:
            self.image.setPixmap(QPixmap.fromImage(found[0]))
            self.image.show()
        self._lay_out()

    def _lay_out(self) -> None:
        self.adjustSize()
        screen = QGuiApplication.screenAt(self._place) or self.screen()
        room, size = screen.availableGeometry(), self.size()
        x = min(self._place.x() + 18, room.right() - size.width())
        below = self._place.y() + 22
        y = below if below + size.height() <= room.bottom() else self._place.y() - size.height() - 12
        self.move(max(room.left(), x), max(room.top(), y))


def _caption(key: KeySlice) -> str:
    return tr("Key slice {number} of {count}, brain window").format(number=key.number, count=key.count)
