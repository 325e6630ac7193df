"""An entry of the register is put right by hand, and a mine that is gone leaves the list."""

from __future__ import annotations

from tests.ui.steps.conftest import Morning


def test_a_telephone_is_corrected_and_a_pond_leaves_the_list(morning: Morning) -> None:
    steps, county = morning.steps, morning.county
    morning.go("site", county.mine_id)
    steps.click("更正")
    steps.click("企业电话")
    steps.key("Ctrl+A")
    steps.type("0578-2222222")
    steps.key("Return")
    steps.see("登记内容已更正")
    file = morning.ask(lambda app: app.register.site_file(county.mine_id))
    assert file.enterprise.phone == "0578-2222222"
    morning.go("site", county.pond_id)
    steps.click("移出名册")
    steps.type("已销库")
    steps.key("Return")
    steps.see("已移出名册")
    assert county.pond_id not in {one.id for one in morning.ask(lambda app: app.register.sites())}
