"""A report as a PDF or a picture: the page of :mod:`app.models.report` with its key slices drawn. Callable anywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from app.errors import CacheError
from app.models.reformat import Orientation, Plane, Stack, reformat
from app.models.report import PICTURE_WIDTH, ReportCase, footer, html, key_slices
from app.models.translation import tr
from app.views.annotations import draw_letters, draw_scale
from app.views.plane_canvas import mask_image, plane_letters
from app.views.slice_pixels import grey_picture, grey_table
from app.views.windows import PRESETS
from inference.types import Volume

_PICTURE = 560
_MARGIN_MM = 14.0
_A4_MM = (210.0, 297.0)


def key_picture(volume: Volume, plane: Plane, size: int = _PICTURE) -> QImage:
    """A slice with mask, letters and scale bar, ``size`` pixels square, in the brain window."""
    picture = QImage(size, size, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    painter = QPainter(picture)
    font = QFont("sans-serif")
    font.setPointSizeF(size / 30)  # the picture is printed at a third of its size
    painter.setFont(font)
    height, width = plane.hu.shape
    across, down = width * plane.pixel_mm[1], height * plane.pixel_mm[0]
    scale = size / max(across, down)
    room = QRectF(0, 0, across * scale, down * scale)
    room.moveCenter(QRectF(picture.rect()).center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    grey = grey_picture(plane.hu, grey_table(PRESETS[0][1]))
    if room.width() < grey.width():  # each pixel counts; a painter would leave out most of them
        smooth = Qt.TransformationMode.SmoothTransformation
        grey = grey.scaled(room.size().toSize(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    painter.drawImage(room, grey)
    mask = mask_image(plane)
    if mask is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setOpacity(0.6)
        painter.drawImage(room, mask)
        painter.setOpacity(1.0)
    draw_letters(painter, QRectF(picture.rect()), plane_letters(plane))
    draw_scale(painter, QRectF(picture.rect()), scale)
    painter.end()
    return picture


def pictures(case: ReportCase, size: int = _PICTURE) -> list[QImage]:
    """The key slices of a case, each ``size`` pixels square."""
    stack, labels = Stack.of(case.volume), case.result.labels
    labels = labels if labels is not None and labels.shape == case.volume.hu.shape else None
    out = []
    for key in key_slices(case):
        at = stack.to_lps(np.array([0.0, 0.0, case.volume.positions_mm[key.index]]))
        out.append(key_picture(case.volume, reformat(stack, labels, Orientation.AXIAL, at), size))
    return out


def write_pdf(case: ReportCase, path: Path, deidentified: bool, printed_at: datetime) -> int:
    """Write the report as PDF (A4); returns the number of pages. Raises CacheError. The file names no patient."""
    _check(path)
    writer = QPdfWriter(str(path))
    writer.setResolution(200)
    writer.setTitle(tr("Firstread report"))
    writer.setCreator("Firstread")
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                    QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    document = _document(case, deidentified, printed_at, writer)
    foot = _foot_height(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height() - foot))
    painter = QPainter(writer)
    count = document.pageCount()
    for page in range(count):
        if page:
            writer.newPage()
        _paint_page(painter, document, page, footer(case), foot, count)
    painter.end()
    return count


def page_image(case: ReportCase, deidentified: bool, printed_at: datetime, dpi: int = 150) -> QImage:
    """The report as a picture: its A4 pages below each other."""
    pixels = dpi / 25.4
    probe = _sheet(1, 1, dpi)
    document = _document(case, deidentified, printed_at, probe)
    width = (_A4_MM[0] - 2 * _MARGIN_MM) * pixels
    height = (_A4_MM[1] - 2 * _MARGIN_MM) * pixels
    foot = _foot_height(probe)
    document.setPageSize(QSizeF(width, height - foot))
    count = document.pageCount()
    sheet = _sheet(round(_A4_MM[0] * pixels), round(_A4_MM[1] * pixels * count), dpi)
    painter = QPainter(sheet)
    for page in range(count):
        painter.save()
        painter.translate(_MARGIN_MM * pixels, (page * _A4_MM[1] + _MARGIN_MM) * pixels)
        _paint_page(painter, document, page, footer(case), foot, count)
        painter.restore()
    painter.end()
    return sheet


def write_png(case: ReportCase, path: Path, deidentified: bool, printed_at: datetime) -> None:
    """Write the report as a picture; raises CacheError."""
    _check(path)
    if not page_image(case, deidentified, printed_at).save(str(path), "PNG"):  # type: ignore[call-overload]
        raise CacheError("report_not_written", "The picture cannot be written.")


def _check(path: Path) -> None:
    """Qt tells nothing of why a file cannot be written; Python does."""
    try:
        path.open("wb").close()
    except OSError as error:
        why = error.strerror or "unknown error"
        raise CacheError("report_not_written", f"The report cannot be written: {why}.") from error


def _sheet(width: int, height: int, dpi: int) -> QImage:
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.setDotsPerMeterX(round(dpi / 0.0254))
    sheet.setDotsPerMeterY(round(dpi / 0.0254))
    sheet.fill(Qt.GlobalColor.white)
    return sheet


def _document(
    case: ReportCase, deidentified: bool, printed_at: datetime, device: QPagedPaintDevice | QImage
) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(device)
    # On a screen's few pixels as large as they are shown: scaled down, letters and scale could not be read.
    on_page = round(PICTURE_WIDTH * device.logicalDpiX() / 96)
    drawn = pictures(case, min(_PICTURE, on_page) if isinstance(device, QImage) else _PICTURE)
    for number, picture in enumerate(drawn):
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"key:{number}"), picture)
    document.setHtml(html(case, deidentified, len(drawn), printed_at))
    return document


def _foot_height(device: QPagedPaintDevice | QImage) -> float:
    return device.logicalDpiY() * 0.3


def _paint_page(painter: QPainter, document: QTextDocument, page: int, foot: str, height: float, count: int) -> None:
    size = document.pageSize()
    painter.save()
    painter.translate(0, -page * size.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, page * size.height(), size.width(), size.height())
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()
    font = QFont("sans-serif")
    font.setPointSizeF(7.5)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    room = QRectF(0, size.height(), size.width(), height)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, foot)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{page + 1} / {count}")
