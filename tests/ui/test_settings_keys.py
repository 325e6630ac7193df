"""What the settings and the sync page do that the commands do: passphrase, recovery key, officers, defaults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.errors import WrongKey
from inspector_app.storage.reader import unlock
from tests.fixtures.stores import PASSPHRASE
from tests.ui.pages.county import County, start_visit
from tests.ui.pages.desk import Desk, desk_on
from tests.ui.pages.steps import Steps

Scene = tuple[Desk, County, Steps]


@pytest.fixture
def scene(qtbot: Any, own_data_dir: Path) -> Iterator[Scene]:
    with desk_on(qtbot, own_data_dir) as (desk, county):
        yield desk, county, Steps(qtbot, desk.window)


def test_an_officer_changes_his_own_passphrase(scene: Scene, own_data_dir: Path) -> None:
    desk, _county, steps = scene
    desk.go("settings", 3)
    steps.click("现在的口令")
    for words in ("not this one", "a new sentence", "a new sentence"):
        steps.type(words)
        steps.key("Return")
    steps.see("现在的口令不对")
    steps.click("现在的口令")
    steps.key("Ctrl+A")
    steps.type(PASSPHRASE)
    steps.click("修改口令")
    steps.see("口令已修改")
    unlock(own_data_dir, "zhang", "a new sentence")
    with pytest.raises(WrongKey):
        unlock(own_data_dir, "zhang", PASSPHRASE)


def test_the_printed_recovery_key_is_compared(scene: Scene) -> None:
    desk, _county, steps = scene
    recovery = desk.ask(lambda app: app.store.renew_recovery())
    desk.go("settings", 3)
    steps.click("纸上的恢复密钥")
    steps.type(recovery[:-1])
    steps.key("Return")
    steps.see("恢复密钥不对")
    steps.key("Ctrl+A")
    steps.type(recovery.lower())
    steps.key("Return")
    steps.see("这把恢复密钥有效")


def test_somebody_is_taken_off_the_list_with_a_reason(scene: Scene) -> None:
    desk, county, steps = scene
    desk.go("settings", 2)
    steps.click("移出名单赵大明")
    steps.type("已调离")
    steps.key("Return")
    steps.rest()
    assert county.expired_id not in {one.id for one in desk.ask(lambda app: app.office.officers())}


def test_a_parameter_goes_back_to_its_default(scene: Scene) -> None:
    desk, county, steps = scene
    key = "procedure.payment_days"
    desk.ask(lambda app: app.office.set_setting(county.officer_id, key, 10))
    row = next(one for one in desk.ask(lambda app: app.office.settings()) if one.key == key)
    desk.go("settings", 4)
    steps.click("查找参数")
    steps.type(row.label)
    steps.click(row.label)
    steps.click("恢复默认")
    steps.type("恢复为法定期限")
    steps.key("Return")
    steps.rest()
    assert desk.ask(lambda app: app.office.setting(key)) == row.default


def test_a_laptop_that_belongs_nowhere_is_told_so_when_it_exports(scene: Scene, tmp_path: Path) -> None:
    desk, county, steps = scene
    desk.ask(lambda app: start_visit(app, county))
    desk.go("sync").laptops.write(tmp_path / "visits.kaj")
    steps.see("还没有加入县级服务器")
    assert not desk.window.bridge.is_held
