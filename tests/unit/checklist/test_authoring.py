"""A list while it is written: free keys, new lists, and whether a key still means what it meant."""

from __future__ import annotations

from inspector_app.checklist import authoring
from inspector_app.checklist.loader import checklist_library
from inspector_app.checklist.validation import content_problems

LISTS = checklist_library().lists()
TAKEN = {key for one in LISTS for key in one.item_keys}


def test_a_new_list_lacks_only_what_a_person_must_write() -> None:
    made = authoring.blank_list("汛期", [one.key for one in LISTS])
    made["items"].append(authoring.blank_item(authoring.free_key(made, TAKEN)))
    wrong = {problem.where for problem in content_problems(made)}
    assert wrong == {
        "items.0.title", "items.0.question", "items.0.clause.document", "items.0.looks.0.text",
    }  # fmt: skip


def test_lists_and_items_of_the_office_never_take_a_key_that_is_known() -> None:
    assert authoring.blank_list("甲", ["county_01", "county_03"])["key"] == "county_02"
    shipped = authoring.working_copy(checklist_library().pinned("task_16"))
    assert authoring.free_key(shipped, TAKEN) == "XJ-01"
    assert authoring.free_key(shipped, {*TAKEN, "XJ-07"}) == "XJ-08"
    own = {"key": "county_01", "items": [{"key": "FX-12"}]}
    assert authoring.free_key(own, TAKEN) == "FX-13"


def test_a_working_copy_is_never_the_list_itself_and_keeps_its_hash() -> None:
    for one in LISTS:
        copy = authoring.working_copy(one)
        assert copy == one.content
        copy["items"][0]["title"] = "别的"
        assert one.content["items"][0]["title"] != "别的"


def test_a_limit_changes_the_meaning_and_a_wording_does_not() -> None:
    one = next(one for one in LISTS if any(item.bound for item in one.items))
    content = authoring.working_copy(one)
    item = next(item for item in content["items"] if "bound" in item.get("answer", {}))
    before = authoring.meaning_of(content, item)
    item["title"] = "别的说法"
    assert authoring.meaning_of(content, item) == before
    item["answer"]["bound"]["value"] = "12345"
    assert authoring.meaning_of(content, item) != before
    assert authoring.meaning_of(content, {"key": "XJ-01"}) is None


def test_what_is_published_is_one_version_above_the_newest() -> None:
    newest = checklist_library().pinned("task_16")
    assert authoring.next_version(newest.content, newest)["version"] == newest.version + 1
    assert authoring.next_version(newest.content, None)["version"] == 1


def test_an_item_is_shown_while_words_lack_but_not_while_it_cannot_be_read() -> None:
    content = authoring.blank_list("汛期", ())
    item = authoring.blank_item("XJ-01") | {"clause": {"document": "文", "item": "一"}, "looks": []}
    assert authoring.one_item(content, item) is not None
    assert authoring.one_item(content, item | {"modality": "perhaps"}) is None


def test_a_copied_item_leaves_the_english_of_its_pattern_behind() -> None:
    pattern = authoring.working_copy(checklist_library().pinned("task_16"))["items"][0]
    made = authoring.copied_item(pattern, "XJ-09")
    assert (made["key"], made["title"]) == ("XJ-09", pattern["title"])
    assert not {"title_en", "question_en"} & set(made)
    made["looks"].clear()
    assert pattern["looks"]


def test_a_working_copy_from_before_is_rid_of_what_belongs_to_another_kind_of_answer() -> None:
    answer = {"type": "verdict", "unit": "", "bound": {}}
    item = {"key": "XJ-01", "title": "水泵房通道", "title_en": "", "answer": answer}
    assert authoring.tidied({"key": "county_01", "title_en": " ", "items": [item]}) == {
        "key": "county_01", "items": [{"key": "XJ-01", "title": "水泵房通道", "answer": {"type": "verdict"}}],
    }  # fmt: skip
