from tests.ui.looks.test_layout import *
from tests.ui.looks.test_layout import busy, chinese_again
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_mine(qtbot: Any, own_data_dir: Path, busy: Path, spoken: str) -> None:
    with busy_window(qtbot, busy, own_data_dir, spoken) as window:
        wrong: list[str] = []
        for screen in all_screens(qtbot, window):
            if screen.key not in ("field_sheet","start_inspection"): continue
            window.go(screen.key, screen.argument); at_rest(qtbot, window)
            for what in (0,1,2,3):
                if screen.key!="field_sheet" and what: continue
                p=window.current_page
                if what==1: p.lane.field.put("12-15,30 4 很长的原因"*3); qtbot.wait(150)
                if what==2: p.lane.field.entered.emit("99999 1"); qtbot.wait(150)
                if what==3: p.ask_print()
                for width, height in SIZES:
                    window.resize(width, height); at_rest(qtbot, window)
                    wrong += [f"{screen.name} {what} {width}×{height}: {line}" for line in flaws(window)]
                order = stops(window)
                wrong += [f"{screen.name} {what}: {l}" for l in unheard(window) + unreachable(window, order) + leaps(window, order)]
        assert not wrong, "\n".join(wrong)
