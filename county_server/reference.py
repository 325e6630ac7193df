"""What an office gives its laptops: register, officers, bureau, parameters; all through the journal of the office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from county_server.storage import ACTOR, CountyStore
from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.pinning import kept_in, published_in
from inspector_app.checklist.publishing import PublishingService
from inspector_app.errors import BadInput
from inspector_app.exchange.files import brought
from inspector_app.office import rules
from inspector_app.office.model import Officer, Setting
from inspector_app.office.service import OfficeService
from inspector_app.office.values import OfficerFacts, OfficerRole
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT


def set_bureau(store: CountyStore, region: str, facts: dict[str, str]) -> dict[str, Any]:
    """State the facts of the bureau in whose name the laptops of an office issue papers."""
    service = OfficeService(store.units_of(region), store.clock)
    identity = service.set_bureau(ACTOR, region, own=False, **facts)
    set_setting(store, region, "office.bureau_id", json.dumps(identity))
    return {"bureau": identity, "region": region}


def import_register(store: CountyStore, region: str, file: Path) -> dict[str, Any]:
    """Bring a register (CSV or XLSX) into the office's journal; its laptops pull it.

    Good rows are entered, wrong ones are named in the result; raises what the register import raises.
    """
    from inspector_app.enterprise.importing import import_register as bring_in

    return dict(bring_in(store.units_of(region), store.clock, ACTOR, file))


def import_officers(store: CountyStore, region: str, file: Path) -> dict[str, Any]:
    """Bring a list of officers (JSON: a list of objects) into the office's journal; known certificates are updated.

    Raises ``BadInput`` for a file that is no such list, and what the office's rules say about a person.
    """
    people = _read_list(file)
    service = OfficeService(store.units_of(region), store.clock)
    added = changed = 0
    for row, person in enumerate(people, 1):
        try:
            facts = OfficerFacts(**{**person, "role": OfficerRole(person.get("role", "officer"))})
        except (TypeError, ValueError) as error:
            raise BadInput("county.import_failed", row=row, detail=str(error)) from error
        known = _officer_with(store, facts.cert_no)
        if known is None:
            service.add_officer(ACTOR, facts)
            added += 1
        else:
            changed += service.change_officer(ACTOR, known, facts)
    return {"officers": len(people), "added": added, "changed": changed}


def publish_checklist(store: CountyStore, region: str, file: Path, note: str = "") -> dict[str, Any]:
    """Make a list (data file, CSV, workbook or XLSForm) the one that the office's laptops begin visits with.

    Visits that run keep theirs. Raises what reading and publishing raise: a bad list reaches no laptop.
    """
    found = brought(file)
    if found.problems:
        raise found.problems[0].as_error()
    units = store.units_of(region)
    own = rules.bureau_id(region)
    library = ChecklistLibrary(kept=kept_in(units), published=published_in(units, lambda: own))
    made = PublishingService(units, store.clock, library, lambda: own).publish(ACTOR, found.content, note)
    return {
        "region": region, "key": made.key, "version": made.version, "title": made.title, "items": len(made.items),
        "content_hash": made.content_hash,
    }  # fmt: skip


def set_setting(store: CountyStore, region: str, key: str, value: str) -> dict[str, Any]:
    """Choose a parameter for all laptops of an office; a laptop's own choice still comes first.

    ``value`` is JSON. The record is the office's own, so that nine counties on one server do not contradict each other.
    """
    try:
        chosen = json.loads(value)
    except ValueError as error:
        raise BadInput("county.setting_not_json", value=value) from error
    with store.units_of(region).begin(ACTOR, "setting.set") as unit:
        unit.ensure(Setting, rules.setting_id(f"{key}@{region}"), key=key, value=chosen, note=f"county {region}")
    return {"region": region, "key": key, "value": chosen}


def _officer_with(store: CountyStore, cert_no: str) -> str | None:
    if not cert_no:
        return None
    table = table_of(Officer)
    with store.read() as connection:
        query = select(table.c.id).where(table.c.cert_no == cert_no, table.c.presence == PRESENT)
        return connection.execute(query).scalar()


def _read_list(file: Path) -> list[dict[str, Any]]:
    try:
        people = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput("command.input_unreadable", file=str(file), detail=error.strerror or "") from error
    except ValueError as error:
        raise BadInput("command.input_not_json", file=str(file), detail=str(error)) from error
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise BadInput("county.import_failed", row=0, detail="[{…}]")
    return people
