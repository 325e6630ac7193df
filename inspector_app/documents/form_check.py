"""A form file can be wrong in ways no schema sees: its wording may name blanks that it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector_app.documents.specification import FieldSpecification, FormSpecification
from inspector_app.documents.templates import Token, parse
from inspector_app.errors import BadInput

Fields = Mapping[str, FieldSpecification]
_ROWS_OF = {"items": "field", "table": "field", "photos": "field"}


def check_form(form: FormSpecification) -> None:
    """Refuse a form whose blocks name what it does not have. Raises ``BadInput('document.form_wrong')``."""
    for part, blocks in (("blocks", form.blocks), ("page_foot", form.page_foot)):
        for at, block in enumerate(blocks):
            for problem in _block(form, block):
                raise BadInput("document.form_wrong", file=form.code, place=f"{part}/{at}", detail=problem)
    for note in form.code_notes:
        for problem in _template(note, form.by_key, {}):
            raise BadInput("document.form_wrong", file=form.code, place="code_notes", detail=problem)


def _block(form: FormSpecification, block: Mapping[str, Any]) -> Iterator[str]:
    fields = form.by_key
    for named in ("field", "each"):
        if named in block and block[named] not in fields:
            yield f"no blank is called {block[named]}"
            return
    when = block.get("when")
    if when is not None and when["field"] not in fields:
        yield f"no blank is called {when['field']}"
    rows = block.get("each") or block.get(_ROWS_OF.get(block["block"], ""))
    own = _columns(fields[rows]) if rows else {}
    for text in _texts(block):
        yield from _template(text, fields, own)
    if block["block"] == "photos" and block["sha256"] not in own:
        yield f"no column is called {block['sha256']}"
    if block["block"] == "grid":
        yield from _grid(block)


def _columns(field: FieldSpecification) -> Fields:
    if field.kind == "list":
        return field.by_key
    return {"text": FieldSpecification("text", field.label)}


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    for key in ("text", "number", "group", "org", "date"):
        if key in block:
            yield block[key]
    cells = [*block.get("cells", ()), *block.get("columns", ()), *block.get("captions", ())]
    for row in block.get("rows", ()):
        cells += row["cells"]
    for cell in cells:
        if isinstance(cell, Mapping):
            yield cell.get("text", "")


def _template(text: str, fields: Fields, own: Fields) -> Iterator[str]:
    try:
        parts = parse(text)
    except ValueError as error:
        yield str(error)
        return
    for part in parts:
        if isinstance(part, Token):
            yield from _token(part, fields, own)


def _token(token: Token, fields: Fields, own: Fields) -> Iterator[str]:
    if token.path in ("_", "n"):
        return
    key, _, column = token.path.partition(".")
    found = own.get(key) or fields.get(key)
    if found is None:
        yield f"no blank is called {key}"
    elif column and column not in found.by_key:
        yield f"{key} has no column {column}"
    elif token.mark == "#" and found.choices and token.equals not in found.choices:
        yield f"{key} is never {token.equals}"


def _grid(block: Mapping[str, Any]) -> Iterator[str]:
    total = len(block["columns"])
    for row in block["rows"]:
        spanned = sum(cell.get("span", 1) for cell in row["cells"])
        if spanned != total:
            yield f"a row of the grid has {spanned} columns instead of {total}"
