"""Which pages the window has: the noun folders announce theirs, the rest is here."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from ui.home_page import HomePage
from ui.language import tr
from ui.main_window import MainWindow
from ui.page import Page, PageEntry

NOUNS = ("ui.inspection.pages", "ui.papers.pages")
"""Modules with a ``register_pages(window)``."""


def announce_pages(window: MainWindow) -> None:
    """Tell the window of all pages; called anew after a change of language."""
    window.add_page(PageEntry("home", tr("今日待办"), "house", HomePage, order=0, shortcut="Ctrl+1"))
    for noun in NOUNS:
        if find_spec(noun.rpartition(".")[0]) is not None:
            import_module(noun).register_pages(window)
    for key, title, icon, maker, order, shortcut in (
        ("search", tr("搜索"), "search", "ui.search.page:SearchPage", 5, "Ctrl+K"),
        ("site", tr("企业档案"), "building-2", "ui.register.page:RegisterPage", 60, "Ctrl+6"),
        ("sync", tr("待处理数据"), "cloud-upload", "ui.sync.page:SyncPage", 80, "Ctrl+8"),
        ("settings", tr("设置"), "settings", "ui.settings.page:SettingsPage", 90, "Ctrl+9"),
        ("help", tr("帮助"), "circle-help", "ui.help.page:HelpPage", 95, ""),
    ):
        window.add_page(PageEntry(key, title, icon, _Late(maker), order=order, shortcut=shortcut))
    mine = _Late("ui.register.mine_page:MinePage")
    window.add_page(PageEntry("mine", tr("一企一档"), "mountain", mine, order=61, in_navigation=False))
    preflight = _Late("ui.preflight.page:PreflightPage")
    window.add_page(
        PageEntry("preflight", tr("出检前自检"), "shield-check", preflight, 3, in_navigation=False, shortcut="Ctrl+0")
    )
    transcription = _Late("ui.transcription.page:TranscriptionPage")
    entry = PageEntry("transcription", tr("转录"), "files", transcription, order=45, in_navigation=False)
    window.add_page(entry)
    sheet = _Late("ui.fieldwork.page:FieldSheetPage")
    window.add_page(PageEntry("field_sheet", tr("下井记录单"), "notebook-pen", sheet, order=13, in_navigation=False))
    quiz = _Late("ui.quiz.page:QuizPage")
    window.add_page(PageEntry("quiz", tr("逢查必考"), "clipboard-check", quiz, order=14, in_navigation=False))
    lists = _Late("ui.checklists.page:ChecklistsPage")
    window.add_page(PageEntry("checklists", tr("检查表"), "list-checks", lists, order=91, in_navigation=False))
    conflicts = _Late("ui.sync.conflict_page:ConflictPage")
    window.add_page(PageEntry("conflicts", tr("选定内容"), "git-compare", conflicts, in_navigation=False))


class _Late:
    """Makes a page of a class that is imported when the page is first shown (``module:Class``)."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __call__(self, bridge: object) -> Page:
        module, _, name = self._where.partition(":")
        made = getattr(import_module(module), name)(bridge)
        assert isinstance(made, Page)
        return made
