"""What happened in the sample county before today: visits, answers, findings, one major hazard, one re-inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.pinning import kept_in
from inspector_app.checklist.values import AnswerType, Verdict
from inspector_app.clock import Clock, Instant
from inspector_app.inspection.model import Finding, Inspection
from inspector_app.inspection.service import InspectionService
from inspector_app.inspection.values import (
    AnswerInput,
    ApprovalKind,
    InspectionCategory,
    InspectionMethod,
    InspectionState,
    NewInspection,
    ParticipantRole,
    TakingPart,
    TaskSource,
)
from inspector_app.sample import data
from inspector_app.storage.unit_of_work import Units

_NOT_MEASURED = "示例数据：本项未测量"
_NO_CODE = "示例数据，未生成行政行为码"
_CARRIED = ("place", "fact", "item_key", "hazard_level", "violated_rule", "responsible_person")
_MEASURED = frozenset({AnswerType.NUMBER, AnswerType.COUNT, AnswerType.DATE})


@dataclass
class PastClock:
    """Tells a time in the past to whoever writes down when something was done; the journal keeps its own clock."""

    real: Clock
    at: datetime

    def now(self) -> Instant:
        """The stated time, the boot clock of now."""
        return replace(self.real.now(), at=self.at)


def load_history(units: Units, clock: Clock, day: date, actor: str, ids: Mapping[str, str]) -> dict[str, str]:
    """Play all visits of the data file, the oldest first; their ids by key. ``ids`` resolves sites and people."""
    told = {}
    teller = _Teller(units, clock, day, actor, ids)
    for visit in data.read("history", day)["visits"]:
        told[visit["key"]] = teller.tell(visit)
        if "reinspection" in visit:
            told[visit["key"] + ".reinspection"] = teller.reinspect(visit, told[visit["key"]])
    return told


class _Teller:
    """Plays one visit after the other through the inspection service."""

    def __init__(self, units: Units, clock: Clock, day: date, actor: str, ids: Mapping[str, str]) -> None:
        self._units = units
        self._day = day
        self._actor = actor
        self._ids = ids
        self._zone = clock.now().at.tzinfo
        self._clock = PastClock(clock, clock.now().at)
        self._library = ChecklistLibrary(kept=kept_in(units))
        self._service = InspectionService(units, self._clock, self._library)

    def tell(self, visit: Mapping[str, Any]) -> str:
        """One visit from its beginning to its end; its id."""
        began = self._moment(visit["days_ago"], visit["hours"][0])
        ended = self._moment(visit["days_ago"], visit["hours"][1])
        self._clock.at = began + timedelta(minutes=20)
        inspection = self._service.start(self._actor, self._new(visit, began))
        for number, finding in enumerate(visit["findings"], 1):
            self._clock.at = began + timedelta(minutes=20 + 25 * number)
            self._finding(inspection, finding, began.date())
        self._answer_the_rest(inspection)
        self._finish(inspection, ended, visit.get("rep"))
        return inspection

    def reinspect(self, visit: Mapping[str, Any], original: str) -> str:
        """The 复查 of a visit: every finding again, with its result."""
        again = visit["reinspection"]
        began = self._moment(again["days_ago"], 9)
        self._clock.at = began
        new = replace(
            self._new({**visit, **again}, began),
            task_source=TaskSource.REINSPECTION,
            category=InspectionCategory.REINSPECTION,
            methods=(InspectionMethod.REINSPECTION,),
            checklists=(),
            original_inspection_id=original,
        )
        inspection = self._service.start(self._actor, new)
        results = [finding["result"] for finding in visit["findings"]]
        with self._units.begin(self._actor, "reinspection.carry") as unit:
            for row, result in zip(self._service.findings(inspection_id=original), results, strict=True):
                facts = {name: getattr(row, name) for name in _CARRIED}
                unit.create(
                    Finding,
                    inspection_id=inspection,
                    site_id=new.site_id,
                    seq=row.seq,
                    original_finding_id=row.id,
                    reinspection_result=result,
                    found_at=self._clock.now().iso,
                    **facts,
                )
        self._finish(inspection, began + timedelta(hours=2), visit.get("rep"))
        return inspection

    def _new(self, visit: Mapping[str, Any], began: datetime) -> NewInspection:
        lead, *others = visit["officers"]
        people = [TakingPart(self._ids[lead], ParticipantRole.LEAD)]
        people += [TakingPart(self._ids[one], ParticipantRole.OFFICER) for one in others]
        people += [TakingPart(self._ids[one], ParticipantRole.EXPERT) for one in visit.get("experts", ())]
        people += [
            TakingPart(self._ids[one], ParticipantRole.TECHNICAL_ASSISTANT) for one in visit.get("assistants", ())
        ]
        number, approver = visit.get("approval", (None, None))
        return NewInspection(
            site_id=self._ids[visit["site"]],
            participants=tuple(people),
            task_source=TaskSource(visit["source"]),
            category=InspectionCategory(visit["category"]),
            methods=tuple(map(InspectionMethod, visit["methods"])),
            scope_text=visit["scope"],
            checklists=tuple(visit["checklists"]),
            system_id=self._ids.get(visit.get("system", "")),
            contractor_id=self._ids.get(visit.get("contractor", "")),
            approval_kind=ApprovalKind(visit.get("approval_kind", "plan")),
            approval_no=number.format(year=began.year) if number else None,
            approver=approver,
            approved_at=(began - timedelta(days=3)).isoformat(timespec="seconds") if number else None,
            approval_gap_reason=visit.get("approval_gap"),
            behavior_code_gap_reason=_NO_CODE,
            started_at=began.isoformat(timespec="seconds"),
        )

    def _finding(self, inspection: str, told: Mapping[str, Any], on: date) -> None:
        later = {
            "violated_rule": told.get("rule"),
            "measure": told["measure"],
            "measure_text": told["text"],
            "responsible_person": told.get("who"),
            "corrected_on_spot": told.get("corrected"),
            "criterion_key": told.get("criterion"),
            "rectification_due_on": (on + timedelta(days=told["due"])).isoformat() if "due" in told else None,
        }
        finding = self._service.add_finding(
            self._actor,
            inspection,
            place=told["place"],
            fact=told["fact"],
            item_key=told["item"],
            checklist_key=told["list"],
            **{name: value for name, value in later.items() if value is not None},
        )
        if "level" in told:
            judge, basis = told.get("judged", ("", ""))
            self._service.judge(
                self._actor, finding, told["level"], judged_by=judge, basis=basis, criterion_key=told.get("criterion")
            )
        said = AnswerInput(Verdict.NOT_COMPLIANT.value, **told.get("answer", {}))
        self._service.answer(self._actor, inspection, told["list"], {told["item"]: said})

    def _answer_the_rest(self, inspection: str) -> None:
        """Everything in scope that nobody found anything wrong with, in one action per list."""
        answers: dict[str, dict[str, AnswerInput]] = {}
        for item in self._service.coverage(inspection):
            kind = self._library.pinned(item.checklist_key).item(item.item_key).answer.type
            said = AnswerInput(Verdict.COMPLIANT.value)
            if kind in _MEASURED:
                said = AnswerInput(Verdict.NOT_CHECKED.value, not_checked_reason=_NOT_MEASURED)
            answers.setdefault(item.checklist_key, {})[item.item_key] = said
        for checklist, given in answers.items():
            self._service.answer(self._actor, inspection, checklist, given)

    def _finish(self, inspection: str, ended: datetime, rep: Any) -> None:
        """Close the visit. The sample has no pictures, so this does not ask for them as closing a real visit does."""
        name, title = rep or (None, None)
        with self._units.begin(self._actor, "inspection.close") as unit:
            unit.change(
                Inspection,
                inspection,
                inspection_state=InspectionState.CLOSED.value,
                ended_at=ended.isoformat(timespec="seconds"),
                site_rep_name=name,
                site_rep_title=title,
            )

    def _moment(self, days_ago: int, hour: int) -> datetime:
        return datetime.combine(self._day - timedelta(days=days_ago), time(hour), self._zone)
