"""Drawn pictures (示例图片) for the findings of the sample county; none shows a real place."""

from __future__ import annotations

from datetime import date

from inspector_app import paths
from inspector_app.bootstrap import App
from inspector_app.sample import data
from inspector_app.sample.loader import Summary
from inspector_app.store import Store


def load_pictures(store: Store, summary: Summary, day: date) -> int:
    """Take in the picture of each finding that has one, its time stated as the finding's; how many."""
    app, count = App(store), 0
    for visit in data.read("history", day)["visits"]:
        inspection = summary.inspections[visit["key"]]
        rows = app.inspections.findings(inspection_id=inspection)
        for told, row in zip(visit["findings"], rows, strict=True):
            if "photo" in told:
                began = str(app.inspections.get(inspection).started_at)
                _take_in(app, inspection, row.id, told["photo"], began)
                count += 1
    return count


def _take_in(app: App, inspection_id: str, finding_id: str, name: str, taken_at: str) -> None:
    file = paths.resources("sample", "photos", f"{name}.jpg")
    taken = app.evidence.add_photos(app.officer_id, [file], inspection_id=inspection_id, finding_id=finding_id)[0]
    if taken.error is not None:
        raise taken.error
    if taken.photo_id is not None and not taken.is_duplicate:
        app.evidence.state_time(app.officer_id, taken.photo_id, taken_at)
