"""The wording of verdicts is a setting: chosen by the office, it stands in the window and on papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTableWidget

from inspector_app import terms
from inspector_app.checklist.values import Verdict
from inspector_app.office import wording
from tests.fixtures.windows import PATIENCE
from tests.ui.pages.county import opened, start_visit
from tests.ui.pages.desk import Desk, answer, desk_on
from ui import language

PARAMETERS = 4


@pytest.fixture(autouse=True)
def usual_words_again(qapp: Any) -> Iterator[None]:
    yield
    wording.adopt({})
    language.speak("zh")


def choose(desk: Desk, key: str, word: str) -> None:
    """Type a word into its row of 设置 · 参数, as an officer does."""
    desk.go("settings", PARAMETERS)
    page = desk.window.current_page
    assert page is not None
    table = next(t for t in page.findChildren(QTableWidget) if t.isVisible())
    row = next(n for n in range(table.rowCount()) if table.item(n, 1).toolTip() and key in table.item(n, 0).toolTip())
    table.item(row, 1).setText(word)
    desk.rest()
    desk.qtbot.waitUntil(lambda: word in (terms.label(one) for one in Verdict), timeout=PATIENCE)
    desk.rest()


def test_a_chosen_word_stands_on_the_buttons_at_once(qtbot: Any, own_data_dir: Path) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        visit = desk.ask(lambda app: start_visit(app, county))
        assert desk.inspection(visit).panel.buttons[Verdict.COMPLIANT].text() == "1  符合"
        choose(desk, "papers.wording_compliant", "未见异样")
        page = desk.inspection(visit)
        assert page.panel.buttons[Verdict.COMPLIANT].text() == "1  未见异样"
        assert page.panel.buttons[Verdict.NOT_COMPLIANT].text() == "2  不符合"
        answer(desk, page, "符合")
        assert page.items.model.word(Verdict.COMPLIANT) == "未见异样"


def test_it_stands_in_the_record_of_a_visit_without_findings_and_after_a_restart(
    qtbot: Any, own_data_dir: Path
) -> None:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        choose(desk, "papers.wording_compliant", "未见异样")
        visit = desk.ask(lambda app: start_visit(app, county))
    wording.adopt({})
    app = opened(own_data_dir)
    paper = app.papers.create(app.officer_id, "F3", inspection_id=visit)
    assert "未见异样" in str(app.papers.content(paper).values["findings"])
    assert wording.verdict_words(app.office) == {"compliant": "未见异样"}
    app.store.close()


def test_the_default_of_papers_leaves_the_window_its_own_word(own_data_dir: Path) -> None:
    from tests.ui.pages.county import make_county

    make_county(own_data_dir)
    app = opened(own_data_dir)
    assert app.office.setting("papers.wording_compliant") == "未发现问题"
    assert wording.verdict_words(app.office) == {}
    app.store.close()


def test_english_keeps_its_words() -> None:
    wording.adopt({"compliant": "未见异样"})
    assert terms.label(Verdict.COMPLIANT, "en") == "compliant"
    assert terms.label(Verdict.NOT_CHECKED) == "本次未检查"
