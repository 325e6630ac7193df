"""A county adds a form by adding a file: one that no programmer saw uses every kind of block."""

from __future__ import annotations

import json
from pathlib import Path

from inspector_app.documents.rendering import PaperInput, render
from inspector_app.documents.specification import FormLibrary, FormSpecification
from tests.documents import samples
from tests.documents.reading import collisions, glyphs, plain, text_of

FORM = Path(__file__).with_name("made_up_form.json")


def made_up(tmp_path: Path) -> FormSpecification:
    tmp_path.joinpath("any_name.json").write_bytes(FORM.read_bytes())
    return FormLibrary(tmp_path).form("interview_record")


def filled() -> dict[str, object]:
    return {
        "time": {"start": "2026-03-11T09:00", "end": "2026-03-11T10:20"},
        "nth": 2,
        "subject": "龑某",
        "kind": "证人",
        "topics": ["顶板管理", "带班下井"],
        "qa": [{"q": f"第{n}个问题？", "a": "答复内容，" * (n % 5 + 1)} for n in range(1, 30)],
        "fine": 123_456_789,
        "paid_on": "2026-11-23",
        "sketch": next(iter(samples.photos())),
        "approvals": [{"role": "审核人", "opinion": "同意。"}, {"role": "审批人", "opinion": None}],
    }


def test_a_form_made_of_data_alone_prints_all_its_blanks(tmp_path: Path) -> None:
    made = render(PaperInput(made_up(tmp_path), filled(), photo=samples.photos()))
    read = text_of(made.pdf)
    for expected in (
        "2026年3月11日9时00分至3月11日10时20分", "第2次询问", "问：第29个问题？", "顶板管理、带班下井",
        "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", "二〇二六年十一月二十三日", "审核人意见",
        "以上笔录我已看过，与我说的一致",
    ):  # fmt: skip
        assert plain(expected) in read, expected
    assert made.pages >= 3
    assert not collisions(glyphs(made.pdf))


def test_its_conditions_decide_what_is_printed(tmp_path: Path) -> None:
    form = made_up(tmp_path)
    witness = text_of(render(PaperInput(form, filled(), photo=samples.photos())).pdf)
    party = text_of(render(PaperInput(form, filled() | {"kind": "当事人"}, photo=samples.photos())).pdf)
    assert "证人有作证的义务" in witness
    assert "证人有作证的义务" not in party


def test_its_fields_are_published_like_those_of_a_shipped_form(tmp_path: Path) -> None:
    form = made_up(tmp_path)
    assert form.field("qa").by_key["a"].label == "答"
    assert form.field("kind").choices == ("当事人", "证人")
    assert json.loads(FORM.read_text("utf-8"))["code"] == form.code == "Z-7"
