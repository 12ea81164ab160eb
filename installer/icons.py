"""The program's icon in the sizes that desktops ask for: ``python icons.py SVG FOLDER``, run where PySide6 is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main(svg: Path, folder: Path) -> int:
    """Writes ``SIZE.png`` for each size, and ``firstread.ico`` for Windows; returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication([])
    renderer = QSvgRenderer(str(svg))
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        picture.save(str(folder / f"{size}.png"))
    largest = Image.open(folder / "256.png")
    largest.save(folder / "firstread.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
