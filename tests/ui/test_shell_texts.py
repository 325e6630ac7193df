"""Every text has its English, every control a name, every named page and icon exists."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTabBar, QTextEdit, QWidget

from inspector_app import paths
from tests.fixtures.windows import window_on
from ui import language, words

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = (QAbstractButton, QComboBox, QLineEdit, QTextEdit, QAbstractItemView)
FOLDERS = ("shell", "inspection", "papers")


def texts_of(folder: str) -> Iterator[tuple[str, str]]:
    """(text, file) of every ``tr`` in the shell or in one noun's folder."""
    for file in sorted((ROOT / "ui").rglob("*.py")):
        noun = file.relative_to(ROOT / "ui").parts[0]
        if (noun if noun in FOLDERS else "shell") != folder:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name == "tr" and isinstance(node.args[0].value, str):
                    yield node.args[0].value, file.name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_has_its_english(folder: str) -> None:
    known = language.english()
    assert sorted({text for text, _file in texts_of(folder) if text and text not in known}) == []


def test_english_keeps_every_blank_of_the_chinese() -> None:
    blanks = re.compile(r"\{\w*\}")
    wrong = [text for text, told in language.english().items() if set(blanks.findall(text)) - set(blanks.findall(told))]
    assert wrong == []


def test_help_is_there_in_both_languages() -> None:
    topics = {code: {f.name for f in paths.resources("help", code).glob("*.md")} for code in language.LANGUAGES}
    assert topics["zh"] == topics["en"]
    assert len(topics["zh"]) >= 6


def unnamed(widget: QWidget) -> list[str]:
    """Controls that take the focus and have nothing a screen reader could say."""
    found = []
    for control in widget.findChildren(QWidget):
        if not isinstance(control, SPOKEN) or isinstance(control.parent(), QComboBox | QTabBar):
            continue
        if control.focusPolicy() == Qt.FocusPolicy.NoFocus or not control.isVisibleTo(widget):
            continue
        said = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        if not said and not control.objectName().startswith("qt_"):
            found.append(f"{type(control).__name__} in {type(control.parent()).__name__}")
    return found


def test_entry_pages_have_names(qtbot: Any, own_data_dir: Path) -> None:
    with window_on(qtbot, own_data_dir) as (window, reception):
        assert unnamed(window) == []
        reception.entry.real_button.click()
        assert unnamed(window) == []


def test_the_journal_speaks_in_words() -> None:
    assert words.field("hazard_level") == "隐患级别"
    assert words.value("hazard_level", "general") != "general"
    assert words.value("corrected_on_spot", True) == "是"
    assert words.action("finding.add") == "新增问题隐患"


def test_every_field_of_every_record_has_a_word() -> None:
    from inspector_app.schema import RECORD_KINDS
    from inspector_app.storage.records import OWN_COLUMNS

    known = json.loads(paths.resources("labels", "fields.json").read_text("utf-8"))
    kinds = json.loads(paths.resources("labels", "kinds.json").read_text("utf-8"))
    assert {str(kind.__tablename__) for kind in RECORD_KINDS} - set(kinds) == set()
    fields = {name for kind in RECORD_KINDS for name in kind.model_fields if name not in OWN_COLUMNS}
    assert sorted(fields - set(known)) == []
