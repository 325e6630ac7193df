"""However a data file is damaged: the list is left out with a reason, or it works at every mine. Nothing in between."""

from __future__ import annotations

import copy
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import paths
from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.proposals import proposal
from inspector_app.checklist.showing import whole
from inspector_app.checklist.values import SiteSubject
from inspector_app.messages import tell
from inspector_app.search.passages import item_passages
from inspector_app.search.text import Needle

CONTENT = json.loads((paths.checklists() / "task_12_upgrading.json").read_text("utf-8"))
JUNK: list[Any] = [None, "", "x", "-", "1e9", "NaN", "2026-13-01", 0, -1, 10**30, True, [], [1], {}, {"all": 1},
                   {"not": []}]  # fmt: skip
MINES = [
    SiteSubject(),
    SiteSubject(kind="underground_mine", state="producing", scale="small", capacity="3", day=date(2027, 1, 1)),
    SiteSubject(kind="underground_mine", design_values={"mine_depth_m": "300"}, commissioned_on="2001-01-01"),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, part in inner for place in places(part, (*path, name)))]


PLACES = places(CONTENT)[1:]


def damaged(path: tuple[Any, ...], junk: Any, *, cut: bool) -> Any:
    content = copy.deepcopy(CONTENT)
    holder = content
    for name in path[:-1]:
        holder = holder[name]
    if cut:
        del holder[path[-1]]
    else:
        holder[path[-1]] = junk
    return content


def walk(library: ChecklistLibrary) -> None:
    """Everything that a visit asks of a list."""
    for checklist in library.lists():
        whole(checklist)
        for subject in MINES:
            for item in checklist.asked(subject):
                for value in ("3", "x", "2026-01-01", None):
                    proposal(item, value, subject)
    item_passages(library.lists(), "zh").find(Needle("采空"), "", 10)


@given(st.sampled_from(PLACES), st.sampled_from(JUNK), st.booleans())
def test_a_damaged_value_leaves_the_list_out_or_harmless(path: tuple[Any, ...], junk: Any, cut: bool) -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "x.json").write_text(json.dumps(damaged(path, junk, cut=cut)), "utf-8")
        library = ChecklistLibrary(Path(place))
        walk(library)
        assert len(library.lists()) + len(library.faults()) == 1
        for fault in library.faults():
            assert "…" not in str(tell(fault))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.999])
def test_a_file_that_was_cut_off_is_named_with_its_line(tmp_path: Path, share: float) -> None:
    text = json.dumps(CONTENT, ensure_ascii=False, indent=1)
    (tmp_path / "x.json").write_text(text[: int(len(text) * share)], "utf-8")
    library = ChecklistLibrary(tmp_path)
    assert library.lists() == ()
    assert library.faults()[0].params["line"] >= 1
