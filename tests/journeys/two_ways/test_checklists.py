"""An office's own version of a list: published from a file, adopted by the visit under way, withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fixtures.twins import Twins

LIST, NOTE, WHY = "task_02", "加一条本县要求", "县里另有规定"
TITLE = "本县：五职矿长配备"


def test_a_list_is_published_adopted_and_withdrawn(visit: Twins, tmp_path: Path) -> None:
    say, ids = visit.say, visit.ids
    file, version = changed(visit, tmp_path)
    say("checklist", "publish", str(file), "--note", NOTE)
    say("inspection", "adopt", ids["visit"], "--checklist", LIST)
    say("checklist", "withdraw", LIST, "--version", str(version), "--reason", WHY)
    with visit.window() as seat:
        steps = seat.steps
        seat.go("checklists", {"edit": LIST})
        steps.click("短标题")
        steps.key("Ctrl+A")
        steps.type(TITLE)
        steps.click("发布")
        steps.type(NOTE)
        steps.key("Return")
        steps.see("已发布")
        seat.go("inspection", ids["visit"])
        steps.click("换用新版")
        seat.go("checklists", "")
        steps.click("任务2 ")
        steps.click(f"撤回第 {version} 版")
        steps.type(WHY)
        steps.key("Return")
        steps.see("已撤回")
    visit.agree("checklist.publish", "inspection.adopt", "checklist.withdraw")


def changed(twins: Twins, folder: Path) -> tuple[Path, int]:
    """The shipped list with an item of another title, as a data file of the next version."""
    out, file = folder / "list.csv", folder / "list.json"
    twins.say("checklist", "export", LIST, "--format", "csv", "--to", str(out))
    twins.say("checklist", "import", str(out), "--to", str(file))
    content = json.loads(file.read_text("utf-8"))
    content["version"] += 1
    content["items"][0]["title"] = TITLE
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return file, content["version"]
