"""Two officers enter one visit from two laptops: the ticks of both come together without a quarrel."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from tests.fixtures.county import County, Laptop, joined

SYSTEM = "mine_supervision"


@pytest.fixture
def pair(shared_county: County, tmp_path: Path) -> tuple[Laptop, Laptop, str]:
    """Two laptops that hold one visit with two findings."""
    first, second = joined(tmp_path / "a", shared_county), joined(tmp_path / "b", shared_county, login="li")
    visit = first.inspection("共同检查")
    for fact in ("浮石未处理", "风门漏风"):
        first.finding(fact, visit)
    first.sync.export(tmp_path / "x.kaj", visit)
    second.sync.import_file(tmp_path / "x.kaj")
    return first, second, visit


def test_two_who_enter_different_findings_have_entered_both(
    pair: tuple[Laptop, Laptop, str], tmp_path: Path
) -> None:
    first, second, visit = pair
    here, there = App(first.store).transcription, App(second.store).transcription
    groups = [one.key for one in here.sheet(visit, SYSTEM).groups]
    here.done(first.me, visit, SYSTEM, groups[1])
    there.done(second.me, visit, SYSTEM, groups[2])
    second.sync.export(tmp_path / "back.kaj", visit)
    assert first.sync.import_file(tmp_path / "back.kaj").conflicts == 0
    done = {one.key: one.done_by for one in here.sheet(visit, SYSTEM).groups if one.is_settled}
    assert set(done) == {groups[1], groups[2]}
    assert all(done.values())


def test_two_who_enter_the_same_group_keep_both_names_to_choose_from(
    pair: tuple[Laptop, Laptop, str], tmp_path: Path
) -> None:
    first, second, visit = pair
    here, there = App(first.store).transcription, App(second.store).transcription
    key = here.sheet(visit, SYSTEM).groups[1].key
    here.done(first.me, visit, SYSTEM, key)
    there.done(second.me, visit, SYSTEM, key)
    second.sync.export(tmp_path / "back.kaj", visit)
    first.sync.import_file(tmp_path / "back.kaj")
    assert here.sheet(visit, SYSTEM).groups[1].is_settled
