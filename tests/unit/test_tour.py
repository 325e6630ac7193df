"""The first-run tour: it follows what the journal says was done, can be put away, and survives a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli
from inspector_app.errors import RuleViolation
from inspector_app.inspection.model import Finding
from inspector_app.store import Store
from inspector_app.tour.loader import tour
from inspector_app.tour.service import TourService
from inspector_app.tour.values import TourStage
from tests.fixtures.stores import PASSPHRASE, make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path / "county", sample=True)
    yield made
    made.close()


@pytest.fixture
def guide(store: Store) -> TourService:
    return TourService(store)


def do(store: Store, action: str) -> None:
    """Journal something under the name of this action."""
    with store.units.begin(store.officer_id, action) as unit:
        unit.create(Finding, seq=1, place="+120 m", fact="演练")


def next_key(guide: TourService) -> str:
    step = guide.state().current(guide.tour)
    return step.key if step else ""


def test_steps_have_different_keys_and_both_languages() -> None:
    steps = tour().steps
    assert len({step.key for step in steps}) == len(steps)
    assert all(step.title(code) and step.text(code) for step in steps for code in ("zh", "en"))
    assert all(fact.partition(":")[0] in ("page", "shown", "event", "action") for step in steps for fact in step.done)


def test_it_runs_in_the_sample_county_only(tmp_path: Path) -> None:
    real = make_store(tmp_path / "real")
    with pytest.raises(RuleViolation, match=r"tour\.sample_only"):
        TourService(real).start()
    real.close()


def test_what_was_done_before_the_tour_does_not_count(store: Store, guide: TourService) -> None:
    do(store, "inspection.start")
    guide.start()
    assert guide.observe().current(guide.tour) is guide.tour.steps[0]


def test_a_page_ends_only_the_step_that_is_next(guide: TourService) -> None:
    guide.start()
    guide.observe(["page:sync"])
    assert next_key(guide) == guide.tour.steps[0].key
    guide.observe(["page:" + guide.tour.steps[0].done[0].removeprefix("page:")])
    assert next_key(guide) == guide.tour.steps[1].key


def test_what_is_done_ahead_of_the_tour_is_not_asked_for_again(store: Store, guide: TourService) -> None:
    guide.start()
    do(store, "inspection.start")
    do(store, "inspection.answer")
    guide.observe()
    assert next_key(guide) == "finding"


def test_nobody_is_sent_back_for_what_he_left_out(store: Store, guide: TourService) -> None:
    guide.start()
    do(store, "paper.create")
    guide.observe()
    assert next_key(guide) == "preview"


def test_steps_can_be_skipped_to_the_end_and_it_can_begin_afresh(guide: TourService) -> None:
    guide.start()
    for _step in guide.tour.steps:
        guide.skip()
    assert next_key(guide) == ""
    assert guide.finish().stage is TourStage.FINISHED
    assert guide.start().passed == frozenset()


def test_put_away_it_looks_at_nothing_and_goes_on_later(store: Store, guide: TourService) -> None:
    guide.start()
    guide.skip()
    guide.put_away()
    do(store, "inspection.start")
    assert guide.observe().actions == frozenset()
    assert guide.start().stage is TourStage.RUNNING
    assert "inspection.start" not in next_key(guide)
    assert guide.observe().actions == {"action:inspection.start"}


def test_it_survives_a_restart(store: Store, guide: TourService) -> None:
    guide.start()
    guide.skip()
    before = guide.state()
    store.close()
    again = Store.open(store.folder, "zhang", PASSPHRASE, clock=store.clock)
    assert TourService(again).state() == before
    again.close()


def test_the_tour_is_steered_by_command(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", PASSPHRASE)

    def told(*words: str) -> dict[str, Any]:
        assert cli.main(["tour", *words, "--data-dir", str(tmp_path / "county"), "--officer", "zhang", "--json"]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    assert told("show")["stage"] == "fresh"
    assert told("start")["next"] == tour().steps[0].text("zh")
    assert [step["done"] for step in told("skip")["steps"]][:2] == [True, False]
    assert told("stop")["stage"] == "put_away"
    assert told("start", "--language", "en")["next"] == tour().steps[1].text("en")
    assert told("start", "--afresh")["steps"][0]["done"] is False
