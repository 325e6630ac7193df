"""A whole visit twice, by commands and through the window, on the same county at the same hour: one journal."""

from __future__ import annotations

import difflib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.bootstrap import App
from inspector_app.sample.papers import load_county
from inspector_app.storage import journal
from inspector_app.store import NewOfficer, Store
from tests.fixtures.commander import PASS_HOURS, clock_at, commander
from tests.fixtures.jamming import Cups, cups
from tests.fixtures.pictures import exif_block, jpeg
from tests.fixtures.windows import unlock, window_on
from tests.ui.pages.desk import in_front
from tests.ui.pages.steps import Steps
from ui.reception import SAMPLE_LOGIN, SAMPLE_PASSPHRASE

__all__ = ["cups"]
HOUR = datetime.now().astimezone().replace(second=0, microsecond=0) - timedelta(hours=3)
APPROVED = (datetime.now().astimezone() - timedelta(days=1)).replace(hour=16, minute=30, second=0, microsecond=0)
FACT, PLACE, SIGNER = "3 名作业人员未佩戴定位卡。", "三中段", "陈志强"
SCOPE, NUMBER, CODE = "井下采掘、通风", "应急检查〔2026〕12号", "XZJC331199202603090001"
PROOF = re.compile(r"[0-9a-f]{32,64}|KAJ1:.*")
"""Hashes and check codes: they depend on ids."""
OF_THE_PRINTER = {"job_id", "printer_job"}
SAME = {"text.typed": "finding.change"}
"""A typed text reaches its record when the field is left; the action says so, the change is the same."""
LIST = "task_17"
FORMS = ("inspection_record", "rectification_order")


@dataclass(frozen=True)
class Twins:
    """Two copies of one county, and who and where in them."""

    by_command: Path
    by_window: Path
    site: str
    site_name: str
    partner: str
    partner_name: str
    entries: int
    """What both journals begin with."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The sample county, closed, with numbers for both papers."""
    folder = tmp_path_factory.mktemp("county") / "store"
    officer = NewOfficer(SAMPLE_LOGIN, SAMPLE_PASSPHRASE, "王示例", "33119900001")
    store, _recovery = Store.create(folder, officer, is_sample=True, clock=clock_at(HOUR.isoformat()))
    load_county(store, HOUR.date())
    app = App(store)
    for form in FORMS:
        app.papers.add_block(app.officer_id, app.papers.full_stem(form), HOUR.year, 500, 520)
    sites = [one for one in app.register.sites() if one.kind == "underground_mine" and one.state == "producing"]
    partner = next(one for one in app.office.valid_officers() if one.id != app.officer_id)
    about: dict[str, Any] = {"site": sites[0].id, "site_name": sites[0].name}
    about |= {"partner": partner.id, "partner_name": partner.name}
    with store.units.read() as connection:
        about["entries"] = sum(1 for _entry in journal.read(connection))
    store.close()
    return folder, about


@pytest.fixture
def twins(county: tuple[Path, dict[str, Any]], tmp_path: Path) -> Twins:
    folder, about = county
    paths = tmp_path / "by_command", tmp_path / "by_window"
    for path in paths:
        shutil.copytree(folder, path)
    return Twins(*paths, **about)


def test_a_visit_by_commands_and_one_through_the_window_leave_the_same_journal(
    qtbot: Any, twins: Twins, cups: Cups, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commander(twins.by_command, HOUR.isoformat(), SAMPLE_PASSPHRASE) as say:
        offered = say("inspection", "propose", twins.site)
        lists = [one["key"] for one in offered if one["proposed"] or one["key"] == LIST]
        by_commands(say, twins, lists, photo, cups)
    is_chosen = any(one["proposed"] for one in offered if one["key"] == LIST)
    by_window(qtbot, twins, photo, cups, monkeypatch, is_chosen=is_chosen)
    said = [read_back(folder, twins.entries) for folder in (twins.by_command, twins.by_window)]
    assert sum('"paper.' in line for line in said[0]) == 6
    apart = difflib.unified_diff(*said, "by commands", "through the window", lineterm="", n=4)
    assert "\n".join(apart) == ""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """One photo that was taken half an hour after the visit began."""
    file = tmp_path / "IMG_0001.jpg"
    taken = (HOUR + timedelta(minutes=30)).strftime("%Y:%m:%d %H:%M:%S")
    file.write_bytes(jpeg(800, 600, exif=exif_block(taken=taken, offset=None)))
    return file


def by_commands(say: Callable[..., Any], twins: Twins, lists: list[str], photo: Path, cups: Cups) -> None:
    """The visit as a script does it."""
    officer = next(one["id"] for one in say("officer", "list") if one["unlocks"])
    team = [{"officer_id": officer, "role": "lead"}, {"officer_id": twins.partner, "role": "officer"}]
    visit = say(
        "inspection", "start", "--site", twins.site, "--participants", json.dumps(team), "--task-source", "annual_plan",
        "--category", "general", "--methods", "unannounced_visit", "--scope", SCOPE, "--approval-no", NUMBER,
        "--approver", "李局长", "--approved-at", APPROVED.isoformat(timespec="minutes"), "--behavior-code", CODE,
        "--checklists", *lists,
    )["inspection"]  # fmt: skip
    for item, verdict in (("T17-01", "compliant"), ("T17-02", "not_applicable"), ("T17-03", "not_compliant")):
        say("inspection", "answer", visit, "--checklist", LIST, "--items", item, "--verdict", verdict)
    finding = say("finding", "add", visit, "--checklist", LIST, "--item", "T17-03")["finding"]
    say("finding", "change", finding, "--place", PLACE)
    say("finding", "change", finding, "--fact", FACT)
    say("photo", "add", visit, "--files", str(photo), "--finding", finding)
    say(PASS_HOURS, "2")
    say("inspection", "close", visit, "--open-items-reason", "时间所限")
    papers = [say("document", "create", "--form", form, "--inspection", visit)["document"] for form in FORMS]
    for paper in papers:
        say("document", "issue", paper, "--accept-warnings")
    say("document", "print", "--inspection", visit, "--printer", cups.queue)
    say("document", "sign", papers[0], "--role", "site_representative", "--name", SIGNER)


def by_window(
    qtbot: Any, twins: Twins, photo: Path, cups: Cups, patch: pytest.MonkeyPatch, *, is_chosen: bool
) -> None:
    """The same visit as an officer does it."""
    clock = clock_at(HOUR.isoformat())
    patch.setattr("inspector_app.store.SystemClock", lambda: clock)
    with window_on(qtbot, twins.by_window) as (window, reception):
        unlock(qtbot, window, reception, "")
        in_front(qtbot, window)
        steps = Steps(qtbot, window)
        steps.rest()
        begin(steps, twins, is_chosen=is_chosen)
        walk(steps, photo)
        clock.forward(hours=2)
        finish(steps, cups)


def begin(steps: Steps, twins: Twins, *, is_chosen: bool) -> None:
    """The start page; ``is_chosen``: the list is proposed already."""
    steps.key("Ctrl+N")
    steps.type(twins.site_name)
    steps.key("Return")
    steps.see("换一个")
    steps.click(twins.partner_name)
    steps.click("方案／审批编号")
    for words, tabs in ((NUMBER, 1), ("李局长", 1), (APPROVED.strftime("%Y-%m-%d %H:%M"), 2)):
        steps.type(words)
        steps.key("Tab", tabs)
    steps.type(CODE)
    steps.click("四不两直")
    steps.click("批准的检查范围")
    steps.key("Ctrl+A")
    steps.type(SCOPE)
    if not is_chosen:
        steps.click("任务17")
    steps.key("Ctrl+Return")
    steps.see("新问题  N")


def walk(steps: Steps, photo: Path) -> None:
    """Three answers and a finding."""
    for item, key in (("T17-01", "1"), ("T17-02", "3"), ("T17-03", "N")):
        steps.key("/")
        steps.type(item)
        steps.key("Return")
        steps.key(key)
    steps.type(PLACE)
    steps.key("Return")
    steps.type(FACT)
    steps.click("完成  Esc")
    steps.see("问题 1 项")
    steps.click("1  三中段")
    steps.drop([photo], onto="照片预览")
    steps.see(photo.name)
    steps.key("Escape")


def finish(steps: Steps, cups: Cups) -> None:
    """The end of the visit and its papers."""
    steps.click("结束检查")
    steps.type("时间所限")
    steps.key("Return")
    steps.see("还缺 2 份")
    steps.key("Ctrl+Return")
    for _paper in FORMS:
        steps.key("Ctrl+Return")
        if steps.sees("条提醒已核对"):
            steps.click("上面")
        steps.key("Ctrl+Return")
        steps.key("Down")
    steps.key("Ctrl+P")
    steps.see(cups.queue)
    steps.key("Return")
    steps.see("打印机已全部接收")
    steps.key("Return")
    steps.click("现场检查记录")
    steps.key("Ctrl+Return")
    steps.see("签名人身份")
    steps.key("Tab")
    steps.key("Ctrl+A")
    steps.type(SIGNER)
    steps.key("Ctrl+Return")
    steps.see("已签")


def read_back(folder: Path, county_entries: int) -> list[str]:
    """What the visit added to the journal, unit by unit: its action, and record by record what became of each field.

    New ids stand as kind and place of their first appearance, hashes as the word for them; the printer's names
    of its jobs are left out; the rest is verbatim. One line per value, so that a difference reads well.
    """
    store = Store.open(folder, SAMPLE_LOGIN, SAMPLE_PASSPHRASE, clock=clock_at(HOUR.isoformat()))
    with store.units.read() as connection:
        entries = [entry for _position, entry in journal.read(connection, after_position=county_entries)]
    store.close()
    names: dict[str, str] = {}
    for entry in entries:
        if entry.operation is journal.Operation.CREATE:
            names.setdefault(entry.record_id, f"{entry.kind} {sum(n.startswith(entry.kind) for n in names.values())}")

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {names.get(key, key): plain(one) for key, one in sorted(value.items())}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        if not isinstance(value, str):
            return value
        return "a proof" if PROOF.fullmatch(value) else names.get(value, value)

    units: dict[str, tuple[str, list[Any]]] = {}
    for entry in entries:
        record = names.get(entry.record_id, entry.record_id)
        changes = sorted((name, change) for name, change in entry.fields.items() if name not in OF_THE_PRINTER)
        fields = {name: (plain(change.old), plain(change.new)) for name, change in changes}
        unit = units.setdefault(entry.action_id, (SAME.get(entry.action, entry.action), []))
        unit[1].append((entry.operation.value, entry.kind, record, fields))
    return json.dumps(list(units.values()), ensure_ascii=False, indent=1).splitlines()
