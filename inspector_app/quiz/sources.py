"""Where a question comes from, in words a person can look up."""

from __future__ import annotations

from functools import cache


def told_source(source: str) -> str:
    """``task:3:2`` as 实施方案任务3第2句, a criterion by its place and key, an article with its law."""
    kind, _colon, rest = source.partition(":")
    if kind == "task":
        task, _colon, sentence = rest.partition(":")
        return f"实施方案任务{task}第{sentence}句"
    if kind == "criterion":
        return _criteria()[rest]
    from inspector_app.enforcement.law import law_library

    return law_library().citation(rest)


@cache
def _criteria() -> dict[str, str]:
    from inspector_app.checklist.loader import criteria_library

    return {one.key: f"{one.cited} {one.key}" for one in criteria_library().all()}
