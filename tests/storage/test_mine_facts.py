"""矿情: what the register says is so or not so at a mine, and which items are asked there because of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspector_app.bootstrap import App
from inspector_app.checklist.repository import subject
from inspector_app.enterprise.inputs import DesignValueInput
from inspector_app.enterprise.requirements import design_keys, mine_facts
from inspector_app.enterprise.values import SiteKind
from inspector_app.errors import BadInput, RuleViolation
from tests.fixtures.register import RegisterBuilder, make_app

TODAY = date(2026, 3, 10)
FIRE = "UG-13-1"
"""Asked where there is danger of spontaneous fire."""


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_app(tmp_path)


@pytest.fixture
def mine(app: App) -> str:
    return RegisterBuilder(app).site(site_kind=SiteKind.UNDERGROUND_MINE)


def asked(app: App, mine: str) -> set[str]:
    with app.store.units.read() as connection:
        known = subject(connection, mine, TODAY)
    return {item.key for item in app.checklists.pinned("criteria_underground").applying(known)}


def holds(app: App, mine: str, key: str) -> bool | None:
    return next(one.holds for one in app.register.facts(mine) if one.key == key)


def test_what_nobody_stated_is_asked(app: App, mine: str) -> None:
    assert FIRE in asked(app, mine)
    assert holds(app, mine, "self_ignition") is None


def test_where_it_is_not_so_nobody_is_asked(app: App, mine: str) -> None:
    assert app.register.state_facts(app.officer_id, mine, {"self_ignition": False}, "勘探报告", "2020-05-01") == 1
    assert FIRE not in asked(app, mine)
    [said] = [one for one in app.register.facts(mine) if one.key == "self_ignition"]
    assert (said.holds, said.source, said.dated_on) == (False, "勘探报告", "2020-05-01")


def test_where_it_is_so_everybody_is_asked(app: App, mine: str) -> None:
    app.register.state_facts(app.officer_id, mine, {"self_ignition": True})
    assert FIRE in asked(app, mine)


def test_a_statement_is_changed_and_taken_back(app: App, mine: str) -> None:
    for said, expected in ((False, False), (True, True), (None, None)):
        assert app.register.state_facts(app.officer_id, mine, {"self_ignition": said}) == 1
        assert holds(app, mine, "self_ignition") is expected
        assert app.register.state_facts(app.officer_id, mine, {"self_ignition": said}) == 0


def test_an_accident_is_asked_each_time_anew(app: App, mine: str) -> None:
    assert "fatal_accident" not in {one.key for one in app.register.facts(mine)}
    with pytest.raises(BadInput) as refused:
        app.register.state_facts(app.officer_id, mine, {"fatal_accident": False})
    assert refused.value.code == "register.fact_unknown"
    assert app.register.site_file(mine).design_values == ()


def test_a_fact_is_entered_as_people_write_it(app: App, mine: str) -> None:
    app.register.add(app.officer_id, DesignValueInput(mine, "self_ignition", "否"))
    assert holds(app, mine, "self_ignition") is False
    assert [one.shown for one in app.register.site_file(mine).design_values] == ["否"]
    with pytest.raises(RuleViolation) as refused:
        app.register.add(app.officer_id, DesignValueInput(mine, "open_stoping_used", "3"))
    assert (refused.value.code, refused.value.params["field"]) == ("register.fact_not_yes_no", "value")


def test_only_facts_of_its_kind_are_offered(app: App) -> None:
    pond = RegisterBuilder(app).site(site_kind=SiteKind.TAILINGS_POND)
    kinds = {one.key: mine_facts()[one.key].kinds for one in app.register.facts(pond)}
    assert "remining" in kinds
    assert all(SiteKind.TAILINGS_POND in kind for kind in kinds.values())


def test_facts_and_measures_share_no_key() -> None:
    assert all(design_keys()[key].sense == "is" for key, fact in mine_facts().items() if fact.is_lasting)
