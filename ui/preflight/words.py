"""How 出检前自检 is summed up, on its own page and on the home page."""

from __future__ import annotations

from datetime import datetime

from ui.language import tr


def counted(bad: int, warn: int) -> str:
    """How many lines want something done."""
    if bad and warn:
        return tr("{0} 项需处理，{1} 项请注意").format(bad, warn)
    if bad:
        return tr("{0} 项需处理").format(bad)
    return tr("{0} 项请注意，可以出发").format(warn) if warn else tr("都正常，可以出发")


def when(at: datetime) -> str:
    """A moment as people say it: 今天 08:10."""
    here = at.astimezone()
    days = (datetime.now().astimezone().date() - here.date()).days
    if days == 0:
        return tr("今天 {0}").format(f"{here:%H:%M}")
    return tr("昨天 {0}").format(f"{here:%H:%M}") if days == 1 else f"{here:%Y-%m-%d %H:%M}"
