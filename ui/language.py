"""Which language the window speaks, and the translators that make it so.

Chinese is the source language of every ``self.tr``. English comes from ``resources/translations/en*.json``
(flat maps: Chinese text -> English text), so no tool has to run and no network is needed.
"""

from __future__ import annotations

import json
from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from inspector_app import paths

LANGUAGES = ("zh", "en")
_current = "zh"


def current() -> str:
    """``zh`` or ``en``."""
    return _current


def tr(text: str) -> str:
    """Translate a text that no widget owns (names of pages, labels made in functions)."""
    return QCoreApplication.translate("", text)


@cache
def english() -> dict[str, str]:
    """All English texts by their Chinese source; a text in two files must say the same (``ValueError``)."""
    found: dict[str, str] = {}
    for file in sorted(paths.resources("translations").glob("en*.json")):
        for source, text in json.loads(file.read_text("utf-8")).items():
            if found.setdefault(source, text) != text:
                raise ValueError(f"{source!r} is translated twice, again in {file.name}")
    return found


class _English(QTranslator):
    """Answers from the JSON maps."""

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        """The English text; an unknown one stays Chinese rather than empty."""
        return english().get(source, source)

    def isEmpty(self) -> bool:
        return False


_installed: list[QTranslator] = []


def speak(language: str) -> None:
    """Make the whole application speak ``zh`` or ``en``; windows made afterwards show it."""
    global _current
    application = QCoreApplication.instance()
    assert application is not None
    while _installed:
        application.removeTranslator(_installed.pop())
    _current = language if language in LANGUAGES else "zh"
    if _current == "en":
        _install(application, _English(application))
        return
    buttons = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if buttons.load("qtbase_zh_CN", folder):
        _install(application, buttons)


def _install(application: QCoreApplication, translator: QTranslator) -> None:
    application.installTranslator(translator)
    _installed.append(translator)
