"""After the visit: what the party wrote, a correction, and the fields entered again elsewhere."""

from __future__ import annotations

import json

from tests.fixtures.twins import HOUR, Twins

DAY, SYSTEM = HOUR.date().isoformat(), "mobile_enforcement"


def test_a_served_order_is_transcribed_and_corrected(morning: Twins) -> None:
    say, ids = morning.say, morning.ids
    say("document", "transcribe", ids["order"], "--values", json.dumps({"org_sign_date": DAY}))
    say("document", "correct", ids["order"])
    with morning.window() as seat:
        steps = seat.steps
        seat.go("papers", {"paper": ids["order"]})
        steps.click("转录其他栏目")
        steps.key("Tab")
        steps.type(DAY)
        steps.key("Return")
        steps.wait(lambda: not steps.sees("哪一栏"))
        steps.click("更正")
    morning.agree("opinion.transcribe", "paper.correct")


def test_the_fields_are_entered_again_elsewhere(morning: Twins) -> None:
    say, ids = morning.say, morning.ids
    say("transcription", "done", ids["order_visit"], SYSTEM)
    with morning.window() as seat:
        steps = seat.steps
        seat.go("transcription", ids["order_visit"])
        steps.click("本系统全部记为已录入")
    morning.agree("transcription.done")
