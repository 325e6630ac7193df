"""What papers need on the way: numbers of every stem that is used at a mine, and sheets with the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inspector_app.documents.specification import form_library
from inspector_app.enforcement import number_book
from inspector_app.enforcement.numbering import SourceChoice
from inspector_app.enforcement.values import NumberSource, SealMode
from inspector_app.preflight.values import Check, CheckKey, CheckState, Remedy

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

FORMS = "preflight.forms_at_the_mine"
"""Setting: keys of the forms that are normally printed at a mine (enforcement facts §9)."""


def numbers(app: App) -> Check:
    """号段 of this year for every form of the mine that takes its number from one: none is red, few is yellow."""
    now = app.store.clock.now().at
    if number_book.numbers_itself(app.store):
        return Check(CheckKey.NUMBERS, CheckState.GOOD, "preflight.numbers_sample")
    left = _left(app, now.year)
    if not left:
        return Check(CheckKey.NUMBERS, CheckState.GOOD, "preflight.numbers_not_needed")
    leasing = (Remedy.NUMBERS_LEASE,) if app.store.local("county_url") is not None else ()
    remedies = (*leasing, Remedy.NUMBERS_ENTER)
    fewest = min(left, key=lambda stem: left[stem])
    least = int(app.office.setting("numbering.block_warning"))
    short = [stem for stem, count in left.items() if count <= least]
    none = [stem for stem, count in left.items() if count == 0]
    figures = {"year": now.year, "stem": fewest, "left": left[fewest], "stems": short, "list": "、".join(none or short)}
    if none:
        return Check(CheckKey.NUMBERS, CheckState.BAD, "preflight.numbers_none", figures, remedies)
    if short:
        return Check(CheckKey.NUMBERS, CheckState.WARN, "preflight.numbers_few", figures, remedies)
    return Check(CheckKey.NUMBERS, CheckState.GOOD, "preflight.numbers", figures)


def sheets(app: App) -> Check:
    """预盖章文书纸, where the office seals that way."""
    if app.office.setting("papers.seal_mode") != SealMode.PRESEALED:
        return Check(CheckKey.SHEETS, CheckState.GOOD, "preflight.sheets_not_used")
    stock = app.sheets.stock()
    left = sum(one.left for one in stock)
    least = int(app.office.setting("preflight.sheets_warning"))
    figures: dict[str, Any] = {
        "left": left,
        "received": sum(one.received for one in stock),
        "used": sum(one.used for one in stock),
        "spoiled": sum(one.spoiled for one in stock),
        "least": least,
    }
    remedy = (Remedy.SHEETS_RECEIVE,) if left == 0 else (Remedy.SHEETS_RECEIVE, Remedy.SHEETS_SPOIL)
    if left == 0:
        code = "preflight.sheets_gone" if stock else "preflight.sheets_none"
        return Check(CheckKey.SHEETS, CheckState.BAD, code, figures, remedy)
    if left < least:
        return Check(CheckKey.SHEETS, CheckState.WARN, "preflight.sheets_few", figures, remedy)
    return Check(CheckKey.SHEETS, CheckState.GOOD, "preflight.sheets", figures, remedy)


def _left(app: App, year: int) -> dict[str, int]:
    """How many serials are left, by stem as blocks carry it."""
    left: dict[str, int] = {}
    forms, setting = form_library(), app.office.setting
    source = SourceChoice(
        NumberSource(setting("numbering.source")),
        setting("numbering.source_by_stem"),
        setting("numbering.share_inspection_serial"),
    )
    for form in app.office.setting(FORMS):
        stem = app.papers.full_stem(form)
        if stem is not None and source.of(forms.form(form).stem or "") is NumberSource.LEASED:
            left[stem] = 0
    for row in app.papers.numbers():
        if row.year == year and row.stem in left:
            left[row.stem] += row.left
    return left
