"""Commands about forms that need no store: which there are, drawing one from a file of values, checking a paper."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context, missing, read_inputs
from inspector_app.errors import BadInput


@dataclass(frozen=True)
class RenderCommand(Command):
    """``--input`` may be the values of the form alone, by field key, or inputs of the command with ``values``."""

    def inputs(self, parsed: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
        """Inputs of the command, values of a bare file included."""
        content = read_inputs(file) if file else {}
        if file is None or "values" in content:
            return super().inputs(parsed, file)
        return {**super().inputs(parsed, None), "values": content}


def _forms(context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app.documents.specification import FieldSpecification, form_library
    from inspector_app.messages import tell

    def shown(field: FieldSpecification) -> dict[str, Any]:
        facts: dict[str, Any] = {"key": field.key, "label": field.label, "kind": field.kind, "required": field.required}
        if field.choices:
            facts["choices"] = list(field.choices)
        if field.fields:
            facts["fields"] = [shown(column) for column in field.fields]
        return facts

    library = form_library()
    listed = library.forms()
    for fault in library.faults.values():
        context.say(str(tell(fault)))
    return [
        {
            "form": form.code,
            "key": form.key,
            "title": form.title,
            "version": form.version,
            "stem": form.stem,
            "copies": form.copies,
            "seal_mode": form.seal_mode,
            "internal": form.is_internal,
            "fields": [shown(field) for field in form.fields],
        }
        for form in listed
    ]


def _render(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.documents.rendering import PaperInput, render
    from inspector_app.documents.specification import form_library
    from inspector_app.storage.durable import atomic_write

    values = given["values"]
    if not isinstance(values, Mapping):
        raise missing("document render", "values")
    form = form_library().form(given["form"], given["version"])
    photos = _photos(Path(given["photos"])) if given["photos"] else {}
    paper = PaperInput(
        form=form,
        values=values,
        number=given["number"],
        issued_on=given["date"],
        is_draft=bool(given["draft"]),
        is_sample=bool(given["sample"]),
        template=given["template"],
        photo=photos,
    )
    made = render(paper)
    target = Path(given["to"])
    atomic_write(target, made.pdf)
    sha256 = hashlib.sha256(made.pdf).hexdigest()
    return {"file": str(target), "form": form.code, "pages": made.pages, "digest": made.digest, "sha256": sha256}


def _prove(_context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.documents import verification
    from inspector_app.messages import say

    file = Path(given["file"])
    try:
        content = file.read_bytes()
        keys = [bytes.fromhex(key) for key in given["county_key"] or ()]
    except OSError as error:
        raise BadInput("command.input_unreadable", file=str(file), detail=error.strerror or "") from error
    except ValueError as error:
        raise BadInput("document.county_key_wrong", detail=str(error)) from error
    if content.startswith(b"%PDF"):
        found = verification.verify_pdf(content, keys)
    else:
        found = verification.verify_image(content, keys)
    facts = found.facts
    return {
        "ok": found.is_proved or found.verdict is verification.PaperVerdict.FACTS_ONLY,
        "verdict": found.verdict.value,
        "told": str(say(found.code, **found.params)),
        "form": found.form,
        "number": facts.number if facts else None,
        "issued_on": facts.issued_on if facts else None,
        "document": facts.document_id if facts else None,
        "digest": facts.digest if facts else None,
        "pages_changed": list(found.pages_changed),
        "pictures_compared": found.pictures_compared,
    }


def _photos(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its SHA-256."""
    if not folder.is_dir():
        raise BadInput("command.input_unreadable", file=str(folder), detail="")
    contents = [file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()]
    return {hashlib.sha256(one).hexdigest(): one for one in contents}


_OBJECT = {"type": "object"}

COMMANDS = (
    Command(
        "document prove",
        "不用数据库核验文书 PDF 或照片 / verify a PDF or a photo of a page without a store",
        _prove,
        (
            Argument("file", "PDF 或照片 / PDF or picture", "path", required=True, positional=True),
            Argument("county_key", "县级公钥（十六进制，可多个） / public keys of counties, hex", "texts"),
        ),
    ),
    Command("document forms", "文书式样和栏目 / forms and their blanks", _forms),
    RenderCommand(
        "document render",
        "按栏目内容生成文书 PDF（不入库） / draw a paper from a file of values, without a store",
        _render,
        (
            Argument("form", "式样代号或名称，如 F3 / code or key of the form", required=True),
            Argument("to", "PDF 文件 / PDF file", "path", required=True),
            Argument("values", "栏目内容，也可直接作为 --input 文件 / values by field key", "json", shape=_OBJECT),
            Argument("version", "式样版本，默认最新 / version of the form"),
            Argument("number", "文号 / number as printed"),
            Argument("date", "成文日期 YYYY-MM-DD / date"),
            Argument("photos", "照片文件夹 / folder with the photos", "path"),
            Argument("template", "版式 / template set", choices=("compact", "readable")),
            Argument("draft", "印草稿字样 / mark as a draft", "flag"),
            Argument("sample", "印示例字样 / mark as a sample", "flag"),
        ),
    ),
)
