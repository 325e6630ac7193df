"""Forms are data: what blanks a paper has, its fixed wording, and the order of its blocks.

One file in ``resources/forms`` is one version of one form; a county adds a form by adding a file. Field keys are those
of the official field lists, and ``form.schema.json`` beside the files says what a file may hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from inspector_app import paths
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class FieldSpecification:
    """One blank.

    ``kind``: str, text, date, dt, dtr (start and end), int, money (fen), bool, enum, list, texts, ints, photo (hash).
    ``need``: R required, C conditional, O optional. ``ink``: usually written by hand on paper, so it stays open when
    empty; any other blank that is not required prints ``/`` when empty. ``fields`` are the columns of a list.
    """

    key: str
    label: str
    label_en: str = ""
    kind: str = "str"
    need: str = "O"
    help: str = ""
    ink: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[FieldSpecification, ...] = ()

    @property
    def required(self) -> bool:
        """Whether the form is incomplete without it."""
        return self.need == "R"

    @property
    def stays_open(self) -> bool:
        """Whether an empty blank is left open for ink instead of being struck with ``/``."""
        return self.ink or self.required

    @cached_property
    def by_key(self) -> Mapping[str, FieldSpecification]:
        """Columns of a list by key."""
        return {one.key: one for one in self.fields}


@dataclass(frozen=True)
class FormSpecification:
    """One version of one form.

    ``stem``: 文书代字 without the bureau's prefix (检记, 责改 …), ``None`` for a form without 文号. ``copies``: how
    many are printed at least, ``copy_text``: the 一式几份 line. ``seal_mode``: none, presealed, office or electronic
    (the default; a bureau may set another). ``template``: compact or readable. ``blocks`` and ``page_foot`` are layout.
    ``is_internal``: a working paper of the office, never a 文书; ``code_notes`` stand beside its code in place of the
    check value. ``content_hash``: over everything that reaches paper.
    """

    code: str
    key: str
    title: str
    title_en: str
    version: str
    stem: str | None
    copies: int
    copy_text: str
    seal_mode: str
    template: str
    family: str
    fields: tuple[FieldSpecification, ...]
    blocks: tuple[Mapping[str, Any], ...]
    page_foot: tuple[Mapping[str, Any], ...]
    content_hash: str
    is_internal: bool = False
    code_notes: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, FieldSpecification]:
        """Blanks by key."""
        return {one.key: one for one in self.fields}

    def field(self, key: str) -> FieldSpecification:
        """One blank. Raises ``BadInput('document.field_unknown')``."""
        found = self.by_key.get(key)
        if found is None:
            raise BadInput("document.field_unknown", field=key, form=self.title)
        return found

    def photo_hashes(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """SHA-256 of every picture the values name, in the order of the paper."""
        found = []
        for one in self.fields:
            value = values.get(one.key)
            if one.kind == "photo" and value:
                found.append(str(value))
            columns = [column.key for column in one.fields if column.kind == "photo"]
            for row in value if isinstance(value, list) and columns else ():
                found += [str(row[column]) for column in columns if row.get(column)]
        return tuple(dict.fromkeys(found))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FormSpecification:
        """A form from the content of its file, which has been checked against the schema."""
        canonical = json.dumps(_printed(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(
            code=data["code"],
            key=data["key"],
            title=data["title"],
            title_en=data["title_en"],
            version=data["version"],
            stem=data.get("stem"),
            copies=data.get("copies", 1),
            copy_text=data.get("copy_text", ""),
            seal_mode=data.get("seal_mode", "none"),
            template=data.get("template", "compact"),
            family=data.get("family", "安全生产行政执法文书"),
            fields=tuple(_field(one) for one in (*data["fields"], *_EVERYWHERE)),
            blocks=tuple(data["blocks"]),
            page_foot=tuple(data.get("page_foot", ())),
            content_hash=hashlib.sha256(canonical.encode("utf-8")).hexdigest(),
            is_internal=data.get("internal", False),
            code_notes=tuple(data.get("code_notes", ())),
        )


_EVERYWHERE: tuple[Mapping[str, Any], ...] = (
    {
        "key": "behavior_code",
        "label": "行政行为码",
        "label_en": "Administrative act code",
        "kind": "str",
        "need": "C",
        "help": "浙江省行政行为码，印在首页右上角。",
    },
    {
        "key": "doc_family",
        "label": "抬头",
        "label_en": "Heading line",
        "kind": "str",
        "need": "O",
        "help": "不填时用式样自带的抬头。",
    },
)


class FormLibrary:
    """All forms in a folder, by code or key; the newest version of each unless one is named.

    A faulty file makes only its own form unusable: asking for that form says what is wrong, ``faults`` lists all.
    """

    def __init__(self, folder: Path) -> None:
        self.faults: dict[str, BadInput] = {}
        self._data: dict[str, dict[str, dict[str, Any]]] = {}
        self._codes: dict[str, str] = {}
        self._made: dict[tuple[str, str], FormSpecification] = {}
        for file in sorted(folder.glob("*.json")):
            if file.name != "form.schema.json":
                try:
                    self._add(file)
                except BadInput as error:
                    self.faults[file.stem] = error

    def form(self, name: str, version: str | None = None) -> FormSpecification:
        """A form by code (``F3``) or key. Raises ``BadInput`` for an unknown name or version, or a faulty file."""
        versions = self._data.get(self._codes.get(name, name))
        if name in self.faults and version is None:
            raise self.faults[name]
        if versions is None:
            raise BadInput("document.form_unknown", form=name)
        chosen = max(versions) if version is None else version
        if chosen not in versions:
            raise BadInput("document.form_version_unknown", form=name, version=chosen)
        data = versions[chosen]
        made = self._made.get((data["code"], chosen))
        if made is None:
            from inspector_app.documents.form_check import check_form

            made = FormSpecification.from_data(data)
            check_form(made)
            self._made[data["code"], chosen] = made
        return made

    def forms(self) -> tuple[FormSpecification, ...]:
        """The newest version of every sound form, in the order of their codes."""
        found = []
        for code in sorted(self._data, key=_code_order):
            try:
                found.append(self.form(code))
            except BadInput as error:
                self.faults[code] = error
        return tuple(found)

    def papers(self) -> tuple[FormSpecification, ...]:
        """The forms that are 文书; working sheets of the office are left out."""
        return tuple(form for form in self.forms() if not form.is_internal)

    def _add(self, file: Path) -> None:
        try:
            data = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise BadInput("document.form_unreadable", file=file.name, place=str(error)) from error
        _check(data, file)
        versions = self._data.setdefault(data["code"], {})
        if data["version"] in versions:
            raise BadInput("document.form_twice", file=file.name, form=data["code"], version=data["version"])
        versions[data["version"]] = data
        self._codes[data["key"]] = data["code"]


@cache
def form_library(folder: Path | None = None) -> FormLibrary:
    """The shipped forms, or those of another folder; read once."""
    return FormLibrary(folder or paths.resources("forms"))


_ASIDE = frozenset({"$schema", "help", "label_en", "title_en", "source", "note"})


def _printed(data: Any) -> Any:
    """A form without what never reaches paper: explanations may be improved without a new version."""
    if isinstance(data, Mapping):
        return {key: _printed(value) for key, value in data.items() if key not in _ASIDE}
    return [_printed(one) for one in data] if isinstance(data, list) else data


def _field(data: Mapping[str, Any]) -> FieldSpecification:
    return FieldSpecification(
        key=data["key"],
        label=data["label"],
        label_en=data.get("label_en", ""),
        kind=data.get("kind", "str"),
        need=data.get("need", "O"),
        help=data.get("help", ""),
        ink=data.get("ink", False),
        choices=tuple(data.get("choices", ())),
        fields=tuple(_field(one) for one in data.get("fields", ())),
    )


def _code_order(code: str) -> tuple[str, int]:
    digits = "".join(c for c in code if c.isdigit())
    return "".join(c for c in code if not c.isdigit()).rjust(3), int(digits or 0)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads(paths.resources("forms", "form.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def _check(data: Any, file: Path) -> None:
    problems: Iterator[Any] = _validator().iter_errors(data)
    for problem in problems:
        place = "/".join(str(part) for part in problem.absolute_path)
        raise BadInput("document.form_wrong", file=file.name, place=place or "-", detail=problem.message)
