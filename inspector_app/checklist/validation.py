"""Says what is wrong with a data file: file, line and reason, in Chinese and English.

The published JSON Schemas (``resources/schema``) are checked first, then what a schema cannot say.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.checklist import positions, schema_words
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class Problem:
    """One mistake in a data file; ``line`` counts from 1, ``where`` is the path inside the file.

    ``missing``: the name that lacks there.
    """

    file: str
    line: int
    where: str
    reason_zh: str
    reason_en: str
    missing: str = ""

    def as_error(self) -> BadInput:
        """The same as an error that can be told to a person."""
        return BadInput(
            "checklist.file_wrong",
            file=self.file,
            line=self.line,
            where=self.where,
            reason_zh=self.reason_zh,
            reason_en=self.reason_en,
        )


@dataclass(frozen=True)
class Fault:
    """A mistake before its line is known."""

    path: positions.Path
    zh: str
    en: str
    missing: str = ""


def problems(
    file: Path, schema: str = "checklist", sense: Callable[[Mapping[str, Any]], Iterable[Fault]] | None = None
) -> list[Problem]:
    """Everything wrong with a file, in the order of its lines.

    ``schema`` names one of the published schemas; ``sense`` says what that schema cannot of a file that fits it.
    """
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        detail = error.strerror or type(error).__name__
        return [Problem(file.name, 1, "", f"无法读取（{detail}）", f"cannot be read ({detail})")]
    except UnicodeDecodeError:
        return [Problem(file.name, 1, "", "不是 UTF-8 编码的文本", "not UTF-8 text")]
    try:
        where = positions.lines(text)
    except positions.DoubleName as double:
        zh, en = f"名称“{double.name}”写了两次", f"the name “{double.name}” is given twice"
        return [Problem(file.name, double.line, double.name, zh, en)]
    except json.JSONDecodeError as error:
        zh, en = f"不是有效的 JSON（第 {error.colno} 列：{error.msg}）", f"not JSON (column {error.colno}: {error.msg})"
        return [Problem(file.name, error.lineno, "", zh, en)]
    content = json.loads(text)
    faults = list(dict.fromkeys(_against_schema(content, schema)))  # what lacks is told once for each name
    if not faults and schema == "checklist":
        from inspector_app.checklist import lint

        faults = list(lint.faults(content))
    if not faults and sense is not None:
        faults = list(sense(content))
    return _sorted(_placed(file, where, fault) for fault in faults)


def content_problems(content: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with a list that is in no file; its lines are those of the data file it would be."""
    handle, name = tempfile.mkstemp(suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(content, out, ensure_ascii=False, indent=1)
        found = problems(Path(name))
    finally:
        os.unlink(name)
    return [replace(one, file=str(content.get("key", ""))) for one in found]


def placed(file: Path, faults: Iterable[Fault]) -> list[Problem]:
    """These mistakes with the lines they stand in; the file is known to be JSON."""
    where = positions.lines(file.read_text("utf-8-sig"))
    return _sorted(_placed(file, where, fault) for fault in faults)


def placed_in(content: Mapping[str, Any], faults: Iterable[Fault]) -> list[Problem]:
    """These mistakes of a list that is in no file, with the lines of the data file it would be."""
    where, named = positions.lines(json.dumps(content, ensure_ascii=False, indent=1)), Path(str(content.get("key", "")))
    return _sorted(_placed(named, where, fault) for fault in faults)


def _sorted(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda problem: (problem.line, problem.where))


def first_problem(file: Path) -> Problem:
    """The first mistake of a list that could not be read."""
    found = problems(file)
    unknown = Problem(file.name, 1, "", "文件内容无法识别", "the content cannot be understood")
    return found[0] if found else unknown


def _placed(file: Path, lines: Mapping[positions.Path, int], fault: Fault) -> Problem:
    path = fault.path
    while path not in lines and path:
        path = path[:-1]
    where = ".".join(str(part) for part in fault.path)
    return Problem(file.name, lines.get(path, 1), where, fault.zh, fault.en, fault.missing)


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    loaded = json.loads(paths.resources("schema", f"{schema}.schema.json").read_text("utf-8"))
    return Draft202012Validator(loaded)


def _against_schema(content: Any, schema: str) -> Iterator[Fault]:
    for error in _validator(schema).iter_errors(content):
        deepest = _closest(error)
        for one in schema_words.said(deepest, of_list=schema == "checklist"):
            yield Fault(tuple(deepest.absolute_path), one.zh, one.en, one.missing)


def _closest(error: Any) -> Any:
    """Of the alternatives that all failed, what the nearest one lacks."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator != "required"))
    return error
