"""The search over everything on a real store: what is found, what follows, what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.bootstrap import App
from inspector_app.enterprise.model import Site
from inspector_app.inspection.model import Finding
from inspector_app.search.passages import find_law
from inspector_app.search.values import SearchGroup
from tests.fixtures.visits import ACTOR, begin_visit, make_bureau, make_mine


@pytest.fixture
def app(tmp_path: Path) -> App:
    return make_bureau(tmp_path / "store")


def found(app: App, words: str, group: SearchGroup) -> list[str]:
    groups = app.search.find(words, groups=(group,)).groups
    return [hit.id for one in groups for hit in one.hits]


def add(app: App, fact: str, visit: str | None = None) -> str:
    with app.store.units.begin(ACTOR, "test.finding") as unit:
        return unit.create(Finding, fact=fact, inspection_id=visit)


def test_two_characters_full_width_and_part_of_a_number_find_a_finding_just_saved(app: App) -> None:
    made = add(app, "安全出口被堵塞，编号AB-1203")
    assert [found(app, asked, SearchGroup.FINDING) for asked in ("出口", "ＡＢ", "203", "堵塞 安全")] == [[made]] * 4
    assert found(app, "口出", SearchGroup.FINDING) == []


def test_a_mine_is_found_by_its_initials_and_its_new_name_reaches_its_findings(app: App) -> None:
    mine = make_mine(app, pinyin_initials="bgk")
    made = add(app, "边坡超高", begin_visit(app, mine))
    assert found(app, "bgk", SearchGroup.SITE) == [mine]
    assert found(app, "北沟 边坡", SearchGroup.FINDING) == [made]
    with app.store.units.begin(ACTOR, "test.rename") as unit:
        unit.change(Site, mine, name="南岭矿")
    assert found(app, "南岭 边坡", SearchGroup.FINDING) == [made]
    assert found(app, "北沟 边坡", SearchGroup.FINDING) == []


def test_what_was_removed_is_not_found(app: App) -> None:
    made = add(app, "风门漏风")
    assert found(app, "风门", SearchGroup.FINDING) == [made]
    with app.store.units.begin(ACTOR, "test.remove") as unit:
        unit.remove(Finding, made, "误录")
    assert found(app, "风门", SearchGroup.FINDING) == []


def test_pages_of_one_group_are_whole_and_the_newest_stands_first(app: App) -> None:
    made = [add(app, f"排水沟淤积第{n}处") for n in range(7)]
    seen, after = [], ""
    while groups := app.search.find("排水", groups=(SearchGroup.FINDING,), after=after, limit=3).groups:
        seen += [hit.id for hit in groups[0].hits]
        after = groups[0].hits[-1].sort_key
    assert seen == made[::-1]


def test_an_index_that_is_lost_or_of_another_shape_is_made_anew(app: App) -> None:
    made = add(app, "炸药库积水")
    assert found(app, "炸药", SearchGroup.FINDING) == [made]
    with app.store.units.writing() as connection:
        connection.execute(text("UPDATE search_state SET shape = 'other'"))
    assert found(app, "炸药", SearchGroup.FINDING) == [made]
    list(app.search.rebuild())
    assert found(app, "炸药", SearchGroup.FINDING) == [made]


@pytest.mark.parametrize("word", ["安全出口", "通风", "外包", "提升", "爆破", "尾矿", "排洪", "应急"])
def test_words_of_the_trade_find_law(word: str) -> None:
    assert find_law(word)
