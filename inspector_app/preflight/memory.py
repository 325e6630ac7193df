"""The last run of 出检前自检 as the home page reads it (standard library only: start-up imports this)."""

from __future__ import annotations

import json
from datetime import datetime

from inspector_app.preflight.values import CheckState, LastRun

KEY = "preflight.last"
"""``local_value`` key: when the list was last gone through, and the state of each line."""


def last_run(kept: str | None) -> LastRun | None:
    """The last run, if there was one."""
    if not kept:
        return None
    told = json.loads(kept)
    states = list(told["states"].values())
    bad, warn, good = (states.count(state.value) for state in (CheckState.BAD, CheckState.WARN, CheckState.GOOD))
    return LastRun(datetime.fromisoformat(told["at"]), bad, warn, good)
