"""An officer who cannot see does the first steps of a visit: everything is said over the accessibility bus."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.assisted import assisted_program
from tests.fixtures.screen_reader import RETURN, Node, Reader
from ui.reception import SAMPLE_PASSPHRASE, create_sample


def unlock(reader: Reader, program: Node) -> None:
    """The passphrase is a secret with a name; unlocking shows the day."""
    field = reader.find(program, "text", "口令")
    field.write(SAMPLE_PASSPHRASE)
    reader.find(program, "push button", "解锁").press()


def start_a_visit(reader: Reader, program: Node) -> None:
    """Choose a mine by its pinyin initials, say by whom it is approved and for what, start."""
    reader.find(program, "push button", "开始检查").press()
    reader.find(program, "text", "查找检查对象").type("qsl")
    reader.find(program, "list item", "青石岭萤石矿")
    reader.strike(key=RETURN)
    reader.find(program, "panel", "青石岭萤石矿")
    for name, letters in (("方案／审批编号", "12"), ("批准人", "Li"), ("批准时间", "0830")):
        reader.find(program, "text", name).type(letters)
    reader.find(program, "text", "批准的检查范围").type("level 120")
    for name in ("蓝示安", "无网络，回去补登", "四不两直"):
        reader.find(program, "check box", name).press()
    reader.find(program, "push button", "开始检查").press()


def test_unlock_start_answer_and_find(tmp_path: Path) -> None:
    create_sample(tmp_path / "county")
    with assisted_program(tmp_path / "county", tmp_path / "run") as (reader, program):
        unlock(reader, program)
        assert reader.find(program, "frame", "今日待办").name.endswith("矿安检")
        start_a_visit(reader, program)

        items = reader.find(program, "list", "检查项")
        assert reader.find(items, "list item", "全员安全生产职责").name.endswith("未检查")
        reader.find(program, "check box", "1  符合").press()
        reader.find(items, "list item", "全员安全生产职责 符合")

        reader.find(program, "push button", "新问题").press()
        place = reader.find(program, "text", "地点")
        reader.wait(lambda: place if "focused" in place.states else None, "the cursor in the new finding")
        place.write("+120 m 中段西侧安全出口")
        fact = reader.find(program, "text", "事实")
        fact.write("人行天井被堆放的坑木堵塞。")
        assert fact.text == "人行天井被堆放的坑木堵塞。"
        assert {"editable", "multi_line"} <= fact.states
        reader.find(program, "push button", "完成").press()
        reader.find(program, "list item", "坑木堵塞")
        for kind in ("StateChanged", "TextChanged", "ChildrenChanged", "PropertyChange", "Announcement"):
            assert reader.hears(f"Object.{kind}"), f"{kind} never came"
