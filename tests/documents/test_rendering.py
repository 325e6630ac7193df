"""Whole papers: pages, heads and feet, what stays together, the same bytes twice, marks of drafts and samples."""

from __future__ import annotations

import io
import threading
import unicodedata

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents.fonts import Face, Unprintable, place
from inspector_app.documents.rendering import RenderedPaper, render
from inspector_app.documents.specification import form_library
from inspector_app.documents.style import PAGE_HEIGHT, PAGE_WIDTH, page_style
from inspector_app.errors import BadInput, RuleViolation
from tests.documents import samples
from tests.documents.reading import collisions, drawn, glyphs, page_texts, paper, plain, text_of

FEWER = settings(max_examples=settings().max_examples // 3)
"""A third of the profile's examples: each draws a whole paper."""
LONG = (
    "顶板未按设计支护，锚杆间距实测大于设计值，托盘松动，“敲帮问顶”记录缺失；"
    "支护材料堆放在安全出口内，影响人员撤离。"
)


def many(count: int, words: str = LONG) -> list[dict[str, object]]:
    return [{"seq": n, "location": f"+{200 + n} m中段{n}号采场", "description": words} for n in range(1, count + 1)]


def assert_inside(made: RenderedPaper, template: str = "compact") -> None:
    style = page_style(template)
    found = glyphs(made.pdf)
    outside = [
        one
        for one in found
        if one.left < style.left - 1
        or one.right > PAGE_WIDTH - style.right + 1
        or one.bottom < style.bottom - 2
        or one.top > PAGE_HEIGHT - style.top + 2
    ]
    assert not outside, outside[:5]
    assert not collisions(found)


@pytest.mark.parametrize("code", samples.CODES)
@pytest.mark.parametrize("template", ["compact", "readable"])
def test_no_glyph_leaves_its_frame_or_touches_another(code: str, template: str) -> None:
    assert_inside(drawn(code, template=template), template)


ALPHABET = "矿山采场巷道，。；（）“”《》0123456789mkV%ABC-/ 龑頔𬭬畲埕〇"
VALUE = st.text(ALPHABET, min_size=1, max_size=150).filter(str.strip)


@FEWER
@given(st.sampled_from(samples.CODES), st.data())
def test_whatever_is_written_stays_in_its_frame_and_reads_back(code: str, data: st.DataObject) -> None:
    values = samples.values(code)
    words = [key for key, value in values.items() if isinstance(value, str) and key not in _DATED]
    changed = data.draw(st.sampled_from(words))
    text = data.draw(VALUE)
    made = drawn(code, **{changed: text})
    assert_inside(made, form_library().form(code).template)
    if changed not in ("total_fine_capital", "duty_failed"):
        assert plain(text) in text_of(made.pdf)


@FEWER
@given(st.text(max_size=60), st.sampled_from(["org_name", "check_place", "companions", "org_opinion"]))
def test_any_text_is_printed_or_refused_with_its_character(text: str, key: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    if all(is_printable(char) for char in composed):
        assert collisions(glyphs(drawn("F3", **{key: text}).pdf)) == []
        return
    with pytest.raises(RuleViolation) as refused:
        drawn("F3", **{key: text})
    assert refused.value.code == "document.unprintable"
    assert refused.value.params["code_point"] in {f"U+{ord(char):04X}" for char in composed}


def is_printable(char: str) -> bool:
    try:
        place(char, Face.FANGSONG)
    except Unprintable:
        return char in "\n\r\t"
    return True


_DATED = {
    "issue_date", "check_date", "measure_until", "orig_date", "found_at", "given_on_spot_at", "sign_date", "gender",
    "behavior_code", "pay_mode", "source_time", "short_code", "sheet_no", "phones",
}  # fmt: skip


@FEWER
@given(st.sampled_from(["F3", "F4", "F5"]), st.lists(VALUE, min_size=1, max_size=45))
def test_lists_of_any_length_keep_to_their_frames(code: str, facts: list[str]) -> None:
    key = "findings" if code == "F3" else "problems"
    rows = [{"seq": n, "location": None, "description": one} for n, one in enumerate(facts, 1)]
    made = drawn(code, **{key: rows})
    assert_inside(made)
    read = "".join(_bodies(made.pdf))
    assert all(plain(one).rstrip("，、；：,;: ") in read for one in facts)  # a half stop at the end gives way to 。


def _bodies(pdf: bytes) -> list[str]:
    """Texts of the pages without what is repeated at head and foot."""
    found = []
    for page in page_texts(pdf):
        body = page.partition("70号")[2] or page
        found.append(body)
    return found


def test_forty_findings_take_several_pages_with_head_and_foot_on_each() -> None:
    made = drawn("F3", findings=many(40))
    pages = page_texts(made.pdf)
    assert made.pages == len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"共{made.pages}页第{number}页" in text
        assert "检查人员（签名）" in text
        assert "应急检记〔2026〕70号" in text
        assert ("（续页）" in text) is (number > 1)
    assert all(f"{n}．+{200 + n}m中段" in text_of(made.pdf) for n in range(1, 41))
    assert text_of(made.pdf).count("（以下空白）") == 1


def test_one_finding_of_three_pages_is_broken_between_lines() -> None:
    made = drawn("F3", findings=many(1, LONG * 45))
    assert made.pages >= 3
    assert_inside(made)


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_signatures_and_seal_never_stand_alone_on_a_page(count: int) -> None:
    last = page_texts(drawn("F5", problems=many(count, "未设护栏，" * 3)).pdf)[-1]
    before = last.partition("安全生产监管行政执法人员（签名）")[0]
    assert len(before.partition("70号")[2]) >= 20


@pytest.mark.parametrize("count", range(1, 30, 2))
def test_no_page_ends_or_begins_with_a_single_line_of_a_paragraph(count: int) -> None:
    rows = many(count, LONG)
    pages = [page.partition("70号")[2] for page in page_texts(drawn("F4", problems=rows, measures=None).pdf)]
    for page in pages[1:]:
        cut = page.partition("．")[0]
        assert not 0 < len(cut) < 12 or cut.isdigit()


def test_a_table_repeats_its_head_on_every_page() -> None:
    results = [
        {"item_no": n, "description": LONG, "result": "已整改", "note": LONG} for n in range(1, 31)
    ]  # fmt: skip
    pages = page_texts(drawn("F6", results=results).pdf)
    with_rows = [page for page in pages if "已整改" in page]
    assert len(with_rows) > 2
    assert all("原序号原问题复查结果复查情况" in page for page in with_rows)


def test_a_table_row_longer_than_a_page_goes_over() -> None:
    results = [{"item_no": 1, "description": LONG * 60, "result": "未整改", "note": None}]
    made = drawn("F6", results=results)
    assert made.pages >= 3
    assert_inside(made)


@pytest.mark.parametrize("code", samples.CODES)
def test_the_same_paper_is_the_same_file(code: str) -> None:
    assert drawn(code).pdf == drawn(code).pdf


def test_threads_drawing_at_once_draw_the_same_files() -> None:
    expected = {code: drawn(code).pdf for code in ("F3", "F4", "F5")}
    found: list[tuple[str, bytes]] = []

    def work(code: str) -> None:
        found.append((code, drawn(code).pdf))

    threads = [threading.Thread(target=work, args=(code,)) for code in expected for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 9
    assert all(pdf == expected[code] for code, pdf in found)


def test_the_digest_covers_values_and_form_but_not_number_or_marks() -> None:
    first = drawn("F5")
    assert first.digest == drawn("F5", number="（缙）应急责改〔2026〕71号", is_draft=True).digest
    assert first.digest != drawn("F5", court="丽水市莲都区人民法院").digest
    assert first.digest == drawn("F5", org_opinion=None).digest


def test_rare_characters_read_back_as_themselves() -> None:
    name = "𬭬龑頔缙畲埕〇①㎡"
    read = text_of(drawn("F3", org_name=name, legal_rep=name).pdf)
    assert read.count(name) == 2


def test_an_unprintable_character_stops_the_paper_and_is_named() -> None:
    with pytest.raises(RuleViolation) as refused:
        drawn("F3", org_name="缙云\U0001f6d1矿业")
    assert refused.value.code == "document.unprintable"
    assert refused.value.params == {"char": "\U0001f6d1", "code_point": "U+1F6D1", "field": "被检查单位"}


def test_a_value_the_form_cannot_show_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        drawn("F3", secret="不可见")
    assert refused.value.code == "document.value_unknown"


@pytest.mark.parametrize(
    ("key", "value"),
    [("check_date", "10.3.2026"), ("measure_until", 3), ("basis", "第一百零二条"), ("problems", [7]), ("basis", [1])],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_blank(key: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        drawn("F4", **{key: value})
    assert refused.value.code == "document.value_kind"
    assert refused.value.params["key"] == key


def test_unused_blanks_are_struck_and_required_ones_stay_open_for_ink() -> None:
    read = text_of(drawn("F3", companions=None, legal_rep=None).pdf)
    assert "陪同检查人员：/" in read
    assert "法定代表人（负责人）：职务：" in read


def test_every_font_is_embedded_and_none_is_helvetica() -> None:
    for code in ("F3", "EX-12"):
        with pikepdf.open(io.BytesIO(drawn(code, legal_rep="𬭬" if code == "F3" else None).pdf)) as pdf:
            fonts = [font for page in pdf.pages for font in page.Resources.Font.as_dict().values()]
            assert fonts
            assert all("/FontFile2" in font.FontDescriptor for font in fonts)
            assert not any("Helvetica" in str(font.BaseFont) for font in fonts)


def test_the_act_code_stands_at_the_top_right_of_the_first_page() -> None:
    found = [one for one in glyphs(drawn("F3").pdf) if one.top > PAGE_HEIGHT - page_style("compact").top - 16]
    assert "".join(one.char for one in found) == "行政行为码：33112220260310000123"
    assert min(one.left for one in found) > PAGE_WIDTH / 2


def test_drafts_and_samples_say_so_on_every_page() -> None:
    draft = page_texts(drawn("F3", findings=many(20), is_draft=True).pdf)
    sample = page_texts(drawn("F3", findings=many(20), is_sample=True).pdf)
    assert all("草稿·未签发" in page for page in draft)
    assert all("示例·非正式文书" in page for page in sample)
    assert not any("示例" in page or "草稿" in page for page in page_texts(drawn("F3", findings=many(20)).pdf))


def test_a_paper_without_number_leaves_the_number_to_be_inked() -> None:
    assert "（）应急检记〔〕号" in text_of(drawn("F3", number=None).pdf)


def test_the_readable_set_is_bigger() -> None:
    def tallest(template: str) -> float:
        return max(one.top - one.bottom for one in glyphs(drawn("F34", template=template).pdf) if one.char == "矿")

    assert tallest("readable") > 1.4 * tallest("compact")


def test_a_paper_for_the_worker_draws_the_same_file() -> None:
    import pickle

    photos = samples.photos()
    whole = paper("EX-11", photo=photos.__getitem__)
    sent = pickle.loads(pickle.dumps(whole.for_worker()))
    assert render(sent).pdf == render(whole).pdf


@pytest.mark.parametrize("code", ["F3", "F5"])
@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("顶板未支护", "1．顶板未支护。"),
        ("顶板未支护。", "1．顶板未支护。"),
        ("顶板未支护；", "1．顶板未支护。"),
        ("采场作业人数6人（设计3人）", "1．采场作业人数6人（设计3人）。"),
        ("矿长说“已整改。”", "1．矿长说“已整改。”"),
    ],
)
def test_every_item_ends_as_a_sentence_once(code: str, written: str, printed: str) -> None:
    field = "findings" if code == "F3" else "problems"
    made = render(paper(code, **{field: [{"seq": 1, "description": written}]}))
    text = "".join(text_of(made.pdf).split())
    assert printed in text
    assert printed + "。" not in text
