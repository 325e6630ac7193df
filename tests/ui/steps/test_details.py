"""What was stated at the beginning of a visit is put right in the window, and other lists are taken in."""

from __future__ import annotations

from tests.ui.pages.county import start_visit
from tests.ui.steps.conftest import Morning


def test_the_site_representative_and_another_list_are_taken_in_while_the_visit_runs(morning: Morning) -> None:
    visit = morning.ask(lambda app: start_visit(app, morning.county, checklists=("task_17",)))
    morning.go("inspection", visit)
    steps = morning.steps
    steps.click("检查信息和检查表")
    steps.see("现场负责人职务")
    steps.click("现场负责人")
    steps.type("陈志强")
    steps.key("Return")
    steps.see("检查信息已更正")
    steps.click("检查信息和检查表")
    steps.click("任务2 关键岗位人员素质")
    steps.click("为什么加、减检查表")
    steps.type("补查关键岗位人员")
    steps.click("改检查表")
    steps.see("检查表已改")
    found = morning.ask(lambda app: app.inspections.get(visit))
    assert (found.site_rep_name, found.approver) == ("陈志强", "李局长")
    assert found.scope_checklists == ["task_17", "task_02"]
    steps.see("全部检查表（23 项）")
