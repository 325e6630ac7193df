"""撤出作业人员指令书 in a hurry: what is asked, what is filled in, and a way out when filing fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector_app.enforcement.values import PaperRow
from inspector_app.errors import InspectorError
from inspector_app.inspection.values import InspectionState

if TYPE_CHECKING:
    from inspector_app.bootstrap import App
    from inspector_app.documents.values import PaperInput

FORM = "evacuation_order"
COPIES = 2


@dataclass(frozen=True)
class Scene:
    """Where the order may be given: the running visit, its places and what was found there."""

    inspection_id: str = ""
    site_id: str = ""
    site_name: str = ""
    officers: tuple[tuple[str, str], ...] = ()
    """(id, name) of those who may sign, those of the visit first."""
    chosen: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evacuation:
    """What the officer says."""

    place: str = ""
    danger: str = ""
    area: str = ""
    officers: tuple[str, ...] = ()
    site_id: str = ""
    inspection_id: str = ""

    @property
    def problem(self) -> str | None:
        """The blank without which the order says nothing: ``place`` or ``danger``."""
        if not self.place.strip():
            return "place"
        return None if self.danger.strip() else "danger"


@dataclass(frozen=True)
class Ordered:
    """The order is there: filed as ``paper``, or as ``loose`` pages because filing failed with ``error``."""

    paper: PaperRow | None
    loose: PaperInput | None = None
    error: InspectorError | None = None


def scene(app: App, site_id: str = "") -> Scene:
    """The newest running visit (of this site when one is named), else a site and the officers of the office."""
    visits = app.inspections.visits(state=InspectionState.RUNNING, limit=1, **({"site_id": site_id} if site_id else {}))
    may = [(one.id, one.name) for one in app.office.valid_officers()]
    own = app.officer_id
    if not visits:
        chosen = (own,) if own in dict(may) else ()
        name = app.register.site_file(site_id).site.name if site_id else ""
        return Scene(site_id=site_id, site_name=name, officers=tuple(may), chosen=chosen)
    visit = visits[0]
    team = [p for p in app.inspections.participants(visit.id) if p.role.value in ("lead", "officer")]
    ids = [one.officer_id for one in team]
    findings = app.inspections.findings(inspection_id=visit.id, limit=200)
    newest = list(reversed(findings))
    return Scene(
        inspection_id=visit.id,
        site_id=visit.site_id,
        site_name=visit.site_name,
        officers=tuple(sorted(may, key=lambda pair: pair[0] not in ids)),
        chosen=tuple(ids),
        places=tuple(dict.fromkeys(one.place for one in newest if one.place))[:5],
        dangers=tuple(dict.fromkeys(one.fact for one in newest if one.fact))[:4],
    )


def order(app: App, actor: str, said: Evacuation) -> Ordered:
    """Create, fill and freeze the order. Whatever refuses, pages to print come back.

    Raises ``RuleViolation('document.unprintable')`` for a character that no printer could show: neither way would
    bring it onto paper.
    """
    require_printable(said)
    now = app.store.clock.now().at
    try:
        document_id = app.papers.create(actor, FORM, inspection_id=said.inspection_id or None)
        values = _values(app, said, now, dict(app.papers.content(document_id).values))
        app.papers.set_values(actor, document_id, **values)
        return Ordered(app.papers.issue(actor, document_id, accept_warnings=True))
    except InspectorError as error:
        return Ordered(None, _loose(app, said, now), error)


def require_printable(said: Evacuation) -> None:
    """Raises ``RuleViolation('document.unprintable')``, its ``field`` naming what was said with such a character."""
    from inspector_app.documents.characters import first_unprintable
    from inspector_app.documents.specification import form_library

    form = form_library().form(FORM)
    for name in ("place", "danger", "area"):
        if char := first_unprintable(getattr(said, name)):
            from inspector_app.documents.fonts import Unprintable

            raise Unprintable(char).told(form.field(name).label)


def _values(app: App, said: Evacuation, now: datetime, known: dict[str, Any]) -> dict[str, Any]:
    moment = now.strftime("%Y-%m-%dT%H:%M")
    place, danger = said.place.strip(), said.danger.strip()
    officers = {one.id: one for one in app.office.officers()}
    values: dict[str, Any] = {
        "place": place,
        "danger": danger,
        "area": said.area.strip() or place,
        "found_at": known.get("found_at") or moment,
        "given_on_spot_at": moment,
    }
    if said.officers:
        values["officers"] = [
            {"officer_id": one, "name": officers[one].name, "cert_no": officers[one].cert_no}
            for one in said.officers
            if one in officers
        ]
    if not known.get("addressee") and said.site_id:
        file = app.register.site_file(said.site_id)
        values["addressee"] = file.enterprise.name if file.enterprise else file.site.name
    return values


def _loose(app: App, said: Evacuation, now: datetime) -> PaperInput:
    from inspector_app.documents.specification import form_library
    from inspector_app.documents.values import PaperInput
    from inspector_app.enforcement.paper_reading import printable

    form = form_library().form(FORM)
    made = PaperInput(
        form=form,
        values=printable(form, _values(app, said, now, {})),
        issued_on=now.date().isoformat(),
        is_sample=app.store.is_sample,
    )
    return replace(made, photo=None)
