"""tour show | start | skip | stop: how far the first-run tour of the sample county is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.commands.command import Argument, Command, Context

if TYPE_CHECKING:
    from inspector_app.tour.service import TourService
    from inspector_app.tour.values import TourState


def _show(context: Context, given: Mapping[str, Any]) -> Any:
    tour = context.app.tour
    return _told(tour, tour.observe(), given["language"])


def _start(context: Context, given: Mapping[str, Any]) -> Any:
    tour = context.app.tour
    return _told(tour, tour.start(afresh=bool(given["afresh"])), given["language"])


def _skip(context: Context, given: Mapping[str, Any]) -> Any:
    tour = context.app.tour
    return _told(tour, tour.skip(), given["language"])


def _stop(context: Context, given: Mapping[str, Any]) -> Any:
    tour = context.app.tour
    return _told(tour, tour.put_away(), given["language"])


def _told(tour: TourService, state: TourState, language: str) -> dict[str, Any]:
    step, behind = state.current(tour.tour), state.behind(tour.tour)
    return {
        "tour": tour.tour.titles[language],
        "stage": state.stage.value,
        "next": step.text(language) if step else None,
        "steps": [
            {"key": one.key, "title": one.title(language), "text": one.text(language), "done": number < behind}
            for number, one in enumerate(tour.tour.steps)
        ],
    }


_LANGUAGE = Argument("language", "语言 / language", choices=("zh", "en"), default="zh")

COMMANDS = (
    Command("tour show", "导览：走到哪一步 / how far the tour is", _show, (_LANGUAGE,)),
    Command(
        "tour start",
        "导览：开始或继续（仅示例县） / begin or go on, in the sample county",
        _start,
        (Argument("afresh", "从头开始 / from the first step", "flag"), _LANGUAGE),
    ),
    Command("tour skip", "导览：跳过这一步 / leave the next step out", _skip, (_LANGUAGE,)),
    Command("tour stop", "导览：先收起 / put it away", _stop, (_LANGUAGE,)),
)
