"""Printing a plain page (the recovery key) through the system's own dialog."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from ui import language, theme


def recovery_sheet(recovery_key: str) -> QTextDocument:
    """The sheet that is put into the safe."""
    groups = recovery_key.split("-")
    lines = "<br>".join("&nbsp;&nbsp;".join(map(escape, groups[i : i + 4])) for i in range(0, len(groups), 4))
    document = QTextDocument()
    document.setHtml(
        f"<div style='font-family:{theme.FAMILY}'><h1>{escape(language.tr('矿安检 恢复密钥'))}</h1>"
        f"<p style='font-size:22pt'>{lines}</p>"
        f"<p>{escape(language.tr('忘记口令时用它打开这台笔记本上的数据。请与笔记本分开存放，不要拍照。'))}</p></div>"
    )
    return document


def print_recovery_key(recovery_key: str, parent: QWidget) -> None:
    """Open the print dialog and print the sheet."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.accepted.connect(lambda: recovery_sheet(recovery_key).print_(printer))
    dialog.setModal(True)
    dialog.show()
