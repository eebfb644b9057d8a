"""How a moment looks in the panel's table."""

import os

from takewise_nuke.qt import QtCore, QtGui, QtWidgets

PICTURE = QtCore.QSize(128, 72)
"""Pixels of a moment's picture."""

_COLOURS = {
    "red": "#e05a4e",
    "green": "#5fb55f",
    "blue": "#5b8fd6",
    "cyan": "#4fb8bd",
    "yellow": "#d9b23c",
}


class TwoLines(QtWidgets.QStyledItemDelegate):
    """Draws a moment's title above its measurement, with a stripe of its colour."""

    def paint(self, painter, option, index):
        """Draw one."""
        style = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(style, index)
        style.text = ""
        widget = option.widget
        widget.style().drawControl(QtWidgets.QStyle.CE_ItemViewItem, style, painter, widget)
        selected = bool(option.state & QtWidgets.QStyle.State_Selected)
        role = QtGui.QPalette.HighlightedText if selected else QtGui.QPalette.Text
        painter.save()
        box = option.rect.adjusted(6, 8, -6, -8)
        stripe = QtCore.QRect(box.left(), box.top(), 4, box.height())
        painter.fillRect(stripe, QtGui.QColor(_COLOURS[index.data(QtCore.Qt.UserRole)]))
        box = box.adjusted(12, 0, 0, 0)
        painter.setPen(option.palette.color(role))
        _write(painter, box, option.font, index.data(QtCore.Qt.DisplayRole))
        painter.restore()


def _write(painter, box, font, text):
    """Write a title, and what was measured below it, as far as there is room."""
    title, note = text.split("\n", 1)
    bold = QtGui.QFont(font)
    bold.setBold(True)
    metrics = QtGui.QFontMetrics(bold)
    left = QtCore.Qt.AlignTop | QtCore.Qt.AlignLeft
    painter.setFont(bold)
    painter.drawText(box, left, metrics.elidedText(title, QtCore.Qt.ElideRight, box.width()))
    painter.setFont(font)
    painter.setOpacity(0.75)
    box = box.adjusted(0, metrics.height() + 3, 0, 0)
    # Whole lines only; the rest is in the tooltip.
    line = painter.fontMetrics().lineSpacing()
    box.setHeight(box.height() // line * line)
    painter.setClipRect(box)
    painter.drawText(box, left | QtCore.Qt.TextWordWrap, note)


def items(row, several):
    """Return a row's cells, QTableWidgetItem: picture, moment, frames, length, confidence.

    With `several`, moments of other Reads are listed too, so the cell names its own.
    """
    picture = QtWidgets.QTableWidgetItem()
    if row.thumbnail and os.path.exists(row.thumbnail):
        pixmap = QtGui.QPixmap(row.thumbnail)
        icon = QtGui.QIcon(pixmap)
        # Else Qt tints it where it is selected.
        icon.addPixmap(pixmap, QtGui.QIcon.Selected)
        picture.setIcon(icon)
    where = f"{row.read} \u00b7 " if several else ""
    moment = QtWidgets.QTableWidgetItem(f"{where}{row.title}\n{_measured(row.note)}")
    moment.setData(QtCore.Qt.UserRole, row.colour)
    moment.setToolTip(f"{row.kind}\n{row.note}")
    frames = QtWidgets.QTableWidgetItem(f"{row.first}\u2013{row.last}\npeak {row.apex}")
    length = QtWidgets.QTableWidgetItem(f"{row.seconds:.2f} s")
    sure = QtWidgets.QTableWidgetItem(f"{100 * row.confidence:.0f} %")
    for item in (frames, length, sure):
        # As data, for which every Qt takes a number.
        alignment = int(QtCore.Qt.AlignVCenter | QtCore.Qt.AlignRight)
        item.setData(QtCore.Qt.TextAlignmentRole, alignment)
    return picture, moment, frames, length, sure


def _measured(note):
    """Return a note without what has a column of its own."""
    return "; ".join(part for part in note.split("; ") if not part.startswith("confidence "))
