"""How many actions a finding takes, with its photo, from the list of items back to it."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.pictures import jpeg
from tests.ui.pages.county import start_visit
from tests.ui.steps.conftest import Morning, Tell


def test_a_finding_with_photo_takes_at_most_six_actions(morning: Morning, told: Tell, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    photo.write_bytes(jpeg(1600, 1200))
    visit = morning.ask(lambda app: start_visit(app, morning.county))
    steps = morning.steps
    steps.click("继续 示例金矿")
    steps.see("新问题  N")
    steps.start_over()
    steps.key("N")
    steps.see("问题 1")
    steps.type("三中段 2 号采场")
    steps.key("Return")
    steps.type("采场顶板局部开裂掉块，未及时撬毛支护。")
    steps.drop([photo], onto="照片预览")
    steps.see("IMG_0001.jpg")
    steps.key("Escape")
    steps.see("问题 1 项")
    told("a finding with photo", steps, 6)
    (row,) = morning.ask(lambda app: app.inspections.findings(inspection_id=visit))
    assert (row.place, row.photos, row.missing) == ("三中段 2 号采场", 1, ())
    assert row.fact == "采场顶板局部开裂掉块，未及时撬毛支护。"
