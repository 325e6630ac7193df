"""Takes the pictures of the guides anew: ``python3 run.py pictures [NAME …]``.

Which pictures there are says ``resources/help/pictures.json``: the page and what it is opened with, and numbered marks
on parts of it (the numbers of the guide's steps); ``busy`` names what is waited for. The sample county is shown, in
both languages, in the light theme.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui import shots, theme
from ui.language import LANGUAGES
from ui.main import open_window
from ui.preferences import Preferences
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE, create_sample

ROOT = Path(__file__).resolve().parent.parent
HELP = ROOT / "resources" / "help"
WIDEST = 1120
"""Pixels of a picture; a page of the smallest window is 1166 wide."""
MOST_BYTES = 150_000
COLOURS = (255, 128, 64, 32)
"""Sizes of the palette, tried until the file is small enough."""
RADIUS = 13


def main(arguments: list[str]) -> int:
    """One process per language: it is chosen before the window is made."""
    if arguments[:1] == ["--one"]:
        return _one(Path(arguments[1]), arguments[2], arguments[3:])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "county"
        create_sample(folder)
        shots.leave_work_unfinished(folder)
        _leave_photos_unfiled(folder)
        command = [sys.executable, "-m", "tools.help_pictures", "--one", str(folder)]
        return max(subprocess.call([*command, language, *arguments], env=os.environ) for language in LANGUAGES)


def _leave_photos_unfiled(folder: Path) -> None:
    from inspector_app.bootstrap import App
    from inspector_app.store import Store

    app = App(Store.open(folder, SAMPLE_LOGIN, SAMPLE_PASSPHRASE))
    visit = app.inspections.visits(limit=1)[0]
    for name in ("bench.jpg", "ledger.jpg", "reader.jpg"):
        picture = ROOT / "resources" / "sample" / "photos" / name
        app.evidence.add_photo(app.officer_id, picture, inspection_id=visit.id)
    _leave_one_examined(app, visit.id)
    app.store.close()


def _leave_one_examined(app: Any, inspection_id: str) -> None:
    """Somebody sits at the laptop and has answered three questions."""
    from inspector_app.quiz.values import NewSitting, QuizRole

    new = NewSitting("郑示例", QuizRole.WORKER, "支柱工", count=20, seed="7f3a")
    sitting = app.quiz.sitting(app.quiz.begin(app.officer_id, inspection_id, new))
    for question in sitting.questions[:3]:
        app.quiz.answer(app.officer_id, sitting.row.id, question.key, question.right)


def _one(folder: Path, language: str, names: list[str]) -> int:
    application = QApplication(sys.argv[:1])
    Preferences().save(folder, language=language, theme="light", login=SAMPLE_LOGIN)
    window, reception = open_window(folder)
    window.resize(*shots.SIZE)
    window.show()
    shots.settle(window)
    reception.entry.passphrase.setText(SAMPLE_PASSPHRASE)
    reception.entry.button.click()
    shots.wait(lambda: window.bridge.is_open)
    shots.settle(window)
    target = HELP / language / "pictures"
    target.mkdir(exist_ok=True)
    found = shots.records(window)
    for name, told in json.loads((HELP / "pictures.json").read_text("utf-8")).items():
        if not names or name in names:
            window.go(told["page"], told.get("argument", found.get(told.get("record", told["page"]))))
            shots.settle(window)
            page: Any = window.current_page
            if busy := told.get("busy"):
                shots.wait(lambda look=attrgetter(busy), page=page: not look(page))
            _save(_marked(page, told.get("marks", {})), target / f"{name}.png")
    window.close()
    application.quit()
    return 0


def _marked(page: QWidget, marks: dict[str, str]) -> QPixmap:
    picture = page.grab()
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(16)
    painter.setFont(font)
    for number, path in marks.items():
        part = page.findChild(QWidget, path.removeprefix("#")) if path.startswith("#") else attrgetter(path)(page)
        seen = part.visibleRegion().boundingRect()
        if part.isVisible() and not seen.isEmpty():
            _mark(painter, page.rect(), part.mapTo(page, QPoint(seen.left(), seen.center().y())), number)
    painter.end()
    return picture


def _mark(painter: QPainter, room: QRect, at: QPoint, number: str) -> None:
    """A numbered disc at the left edge of a part."""
    centre = QPoint(max(RADIUS + 2, at.x() - RADIUS + 2), min(at.y(), room.height() - RADIUS - 2))
    painter.setPen(QColor("#ffffff"))
    painter.setBrush(QColor(theme.colours().warn))
    painter.drawEllipse(centre, RADIUS, RADIUS)
    around = QRect(centre.x() - RADIUS, centre.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, number)


def _save(picture: QPixmap, target: Path) -> None:
    """As a PNG with a palette, small enough to be shipped."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    image = Image.open(BytesIO(held.data())).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    for colours in COLOURS:
        made = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        if made.tell() <= MOST_BYTES:
            break
    target.write_bytes(made.getvalue())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
