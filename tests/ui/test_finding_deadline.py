"""The deadline that a finding is proposed with is one that no check objects to."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.papers import make_scene
from ui.inspection import finding_reading


def test_a_proposed_deadline_is_not_longer_than_one_order_may_grant(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    app = scene.app
    long = next((one, item) for one in app.checklists.lists() for item in one.items if (item.due_days or 0) > 30)
    scene.visit(checklists=(long[0].key,))
    made = finding_reading.create(app, scene.actor, scene.inspection, long[0].key, long[1].key)
    assert app.inspections.finding(made).rectification_due_on == "2026-04-09"
