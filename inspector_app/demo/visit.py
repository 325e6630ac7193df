"""What the demo's two officers do at the mine and in the weeks after, step by step, through the services."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector_app.demo.pictures import make_pictures
from inspector_app.enforcement.case_values import EvidenceItem, PrincipalKind, RespondentType
from inspector_app.enforcement.values import SealMode, ServiceMode, SignerRole
from inspector_app.enterprise.values import SiteKind, SiteQuery, SiteState
from inspector_app.errors import BadInput
from inspector_app.inspection.values import (
    AnswerInput,
    InspectionCategory,
    InspectionMethod,
    NewInspection,
    ParticipantRole,
    ReinspectionResult,
    TakingPart,
    TaskSource,
)
from inspector_app.storage.durable import atomic_write

if TYPE_CHECKING:
    from inspector_app.bootstrap import App

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
_PLAIN = str.maketrans({"（": None, "）": None, "〔": None, "〕": "-", "号": None})
"""Takes the brackets out of a 文号, for a file name that is easy to type."""
DUE_DAYS = 14
FINE_FEN = 3_000_000
"""30,000 yuan: inside the range of both clauses (安全生产法 94, 102)."""

_ORG_EVIDENCE = (
    EvidenceItem("现场检查记录", "", "检查发现的违法事实"),
    EvidenceItem("现场照片", "", "安全出口堵塞、踏步缺失的现状"),
    EvidenceItem("营业执照复印件", "", "当事人主体资格", is_own=True),
)
_PERSON_EVIDENCE = (
    EvidenceItem("现场检查记录", "", "检查发现的违法事实"),
    EvidenceItem("任命文件", "演示任〔2025〕1号", "当事人系企业主要负责人", is_own=True),
    EvidenceItem("询问笔录", "", "当事人未督促、检查本单位的安全生产工作，未及时消除事故隐患", is_own=True),
)

_FINDINGS: tuple[dict[str, Any], ...] = (
    {
        "checklist": "criteria_underground",
        "item": "UG-01-5",
        "place": "+120 m 中段西侧安全出口",
        "fact": "人行天井被堆放的坑木和设备堵塞，梯子第3至第6级踏步缺失，人员无法通行。",
        "violated_rule": "《中华人民共和国安全生产法》第四十一条第二款",
        "measure": "evacuate",
        "measure_text": "从+120 m 中段危险区域撤出作业人员，清理堵塞物、修复梯子，恢复通行前不得在该中段作业",
        "major": True,
    },
    {
        "checklist": "task_17",
        "item": "T17-03",
        "place": "+80 m 中段主运输巷",
        "fact": "人员定位分站指示灯熄灭，现场携带3张标识卡经过，调度室监控画面均未显示。",
        "violated_rule": "《中华人民共和国安全生产法》第四十一条第二款",
        "measure": "rectify_by_date",
        "measure_text": "修复+80 m 中段人员定位分站并逐张核对标识卡",
        "major": False,
    },
    {
        "checklist": "task_05",
        "item": "T05-13",
        "place": "安全科档案室",
        "fact": "10月15日排查材料所列“+80 m 中段水泵备用泵未试运转”，重大事故隐患台账中无记录。",
        "violated_rule": "《中华人民共和国安全生产法》第四十一条第二款",
        "measure": "rectify_by_date",
        "measure_text": "将该隐患登记入重大事故隐患台账，落实责任、措施、资金、期限和应急预案并逐一整改销号",
        "major": False,
    },
)


class Visit:
    """One inspection at an underground mine of the sample county, its papers, its two cases, its re-inspection."""

    def __init__(self, app: App, out: Path, photos: Path | None, say: Callable[[str], None]) -> None:
        self._app = app
        self._actor = app.officer_id
        self._out = out
        self._given = photos
        self._say = say
        self._site = _suitable_site(app)
        self._officers = app.office.valid_officers()[:2]
        self.papers: list[dict[str, Any]] = []
        self._inspection = ""
        self._began = app.store.clock.now().at
        self._major: list[str] = []
        self._orders: list[str] = []
        self._cases: tuple[tuple[str, str], ...] = ()

    def start(self) -> None:
        """Begin the visit with everything that authorises it."""
        self._began = self._now
        keys = tuple(c.key for c in self._app.checklists.fitting(self._app.inspections.subject_at(self._site)))
        facts = self._facts(InspectionCategory.KEY, TaskSource.ANNUAL_PLAN, keys)
        self._inspection = self._app.inspections.start(self._actor, facts)

    @property
    def inspection(self) -> str:
        """Id of the visit."""
        return self._inspection

    def inspect(self) -> None:
        """Record the findings with their photos, answer every other item in scope, close."""
        self.record_findings()
        self._answer_the_rest()
        self._app.inspections.close(self._actor, self._inspection)

    def record_findings(self) -> None:
        """Record what is wrong, with photos; the one that is a major hazard is judged so."""
        self._record(self._pictures(self._began + timedelta(minutes=12)))

    def write_on_site_papers(self) -> None:
        """F3, F4, F5 and the photo sheet: checked, numbered, frozen, printed to a file, signed, served."""
        for form in ("F3", "F4", "F5", "EX-11"):
            document = self._app.papers.create(self._actor, form, inspection_id=self._inspection)
            self._issue_and_sign(form, document)
            if form in ("F4", "F5"):
                self._orders.append(document)

    def open_cases(self) -> None:
        """Open the dual group for the major hazard: one organisation case and one person case."""
        dual, actor = self._app.dual, self._actor
        reason = "检查发现重大事故隐患，依法对企业和企业主要负责人实行一案双罚"
        group = dual.open(actor, self._inspection, self._major, reason)
        file = self._app.register.site_file(self._site)
        if file.enterprise is None or file.principal_id is None:
            raise BadInput("demo.sample_incomplete", site=file.site.name)
        org = dual.add_case(actor, group, RespondentType.ORG, file.enterprise.id)
        kind = PrincipalKind.LEGAL_REPRESENTATIVE
        person = dual.add_case(actor, group, RespondentType.PERSON, file.principal_id, principal_kind=kind)
        self._cases = ((org, "F34"), (person, "F35"))
        for case, evidence in ((org, _ORG_EVIDENCE), (person, _PERSON_EVIDENCE)):
            for act in dual.case(case).acts:
                dual.set_amount(actor, case, act.act_id, FINE_FEN, tier_note="一般情节")
            dual.change_case(actor, case, filed_on=self._today, evidence=evidence)

    def give_notice(self) -> None:
        """告知 each respondent; both waive statement, defence and hearing in writing."""
        for case, _decision in self._cases:
            notice = self._app.papers.create(self._actor, "F24", case_id=case)
            self._issue_and_sign("F24", notice, signer=SignerRole.RESPONDENT)
            waived = "当事人书面放弃陈述、申辩和听证。"
            self._app.dual.change_case(self._actor, case, defense_waived_on=self._today, defense_text=waived)

    def decide(self) -> None:
        """Legal review, collective discussion, and a decision of its own for each respondent."""
        for case, decision in self._cases:
            self._app.dual.change_case(
                self._actor, case, discussed_on=self._today, legal_review_on=self._today
            )
            paper = self._app.papers.create(self._actor, decision, case_id=case)
            self._issue_and_sign(decision, paper, signer=SignerRole.RESPONDENT)

    def reinspect(self) -> None:
        """A visit of its own: each original item with its result, one paper."""
        order = self._orders[-1]
        facts = self._facts(InspectionCategory.REINSPECTION, TaskSource.REINSPECTION, ())
        visit = self._app.papers.start_reinspection(self._actor, order, facts)
        for row in self._app.inspections.findings(inspection_id=visit):
            result = ReinspectionResult.RECTIFIED.value
            self._app.inspections.change_finding(self._actor, row.id, reinspection_result=result)
        document = self._app.papers.create(self._actor, "F6", inspection_id=visit, original_document_id=order)
        self._issue_and_sign("F6", document)

    def _facts(
        self, category: InspectionCategory, source: TaskSource, checklists: tuple[str, ...]
    ) -> NewInspection:
        officers, began = self._officers, self._now
        roles = (ParticipantRole.LEAD, ParticipantRole.OFFICER)
        return NewInspection(
            site_id=self._site,
            participants=tuple(TakingPart(o.id, role) for o, role in zip(officers, roles, strict=True)),
            task_source=source,
            category=category,
            methods=(InspectionMethod.UNANNOUNCED_VISIT,),
            scope_text="安全出口、重大事故隐患排查、外包工程、监测监控系统和作业人数",
            checklists=checklists,
            approval_no=f"演示检查〔{began.year}〕1号",
            approver="演示批准人",
            approved_at=(began - timedelta(days=1)).isoformat(timespec="seconds"),
            behavior_code_gap_reason="无网络·补登",
            started_at=began.isoformat(timespec="seconds"),
            route="地表→平硐→+120 m 中段→+80 m 中段",
        )

    def _record(self, pictures: list[Path]) -> None:
        actor, inspections = self._actor, self._app.inspections
        for number, told in enumerate(_FINDINGS):
            item = told["item"]
            finding = inspections.add_finding(
                actor,
                self._inspection,
                place=told["place"],
                fact=told["fact"],
                item_key=item,
                checklist_key=told["checklist"],
                violated_rule=told["violated_rule"],
                force="law",
                measure=told["measure"],
                measure_text=told["measure_text"],
                rectification_due_on=(self._now.date() + timedelta(days=DUE_DAYS)).isoformat(),
                responsible_person=self._principal_name(),
            )
            inspections.answer(actor, self._inspection, told["checklist"], {item: AnswerInput("not_compliant")})
            self._judge(finding, told)
            self._take_in(pictures[number::len(_FINDINGS)], finding)

    def _judge(self, finding: str, told: dict[str, Any]) -> None:
        if not told["major"]:
            return
        judge = self._officers[0].name
        basis = "《金属非金属矿山重大事故隐患判定标准》（矿安〔2022〕88号）"
        self._app.inspections.judge(
            self._actor, finding, "major", judged_by=judge, basis=basis, criterion_key=told["item"]
        )
        self._major.append(finding)

    def _take_in(self, pictures: list[Path], finding: str) -> None:
        for one in self._app.evidence.add_photos(
            self._actor, pictures, inspection_id=self._inspection, finding_id=finding
        ):
            if one.error is not None:
                raise one.error

    def _answer_the_rest(self) -> None:
        """Every item in scope that no finding answered: 符合, with the design value where a figure is asked."""
        for open_item in self._app.inspections.coverage(self._inspection):
            self._app.inspections.answer(
                self._actor, self._inspection, open_item.checklist_key, {open_item.item_key: AnswerInput("compliant")}
            )

    def _pictures(self, from_at: datetime) -> list[Path]:
        if self._given is None:
            return make_pictures(self._out / "photos", 2 * len(_FINDINGS), from_at)
        found = sorted(f for f in self._given.iterdir() if f.suffix.lower() in PICTURE_SUFFIXES)
        if len(found) < len(_FINDINGS):
            raise BadInput("demo.photos_too_few", folder=str(self._given), needed=len(_FINDINGS), found=len(found))
        return found

    def _issue_and_sign(self, form: str, document: str, signer: SignerRole = SignerRole.SITE_REPRESENTATIVE) -> None:
        """Number and freeze, write the PDF, record two copies, signature, seal and service."""
        papers, actor = self._app.papers, self._actor
        row = papers.issue(actor, document, accept_warnings=True)
        pdf = papers.pdf(document)
        number = (row.number or document[-8:]).translate(_PLAIN)
        file = self._out / "papers" / f"{form}_{number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(file, pdf)
        papers.record_print(actor, document, 2, "PDF")
        papers.sign(actor, document, SignerRole.OFFICER, self._officers[0].name)
        papers.sign(actor, document, signer, self._principal_name())
        if row.seal_mode is not SealMode.NONE:
            papers.seal(actor, document, SealMode.OFFICE)
        papers.serve(actor, document, ServiceMode.DIRECT)
        digest = hashlib.sha256(pdf).hexdigest()
        self.papers.append({"form": form, "number": row.number, "pdf": str(file), "sha256": digest})
        self._say(f"    {form} {row.title} {row.number or ''}")

    def _principal_name(self) -> str:
        file = self._app.register.site_file(self._site)
        return file.name_of(file.principal_id)

    @property
    def _now(self) -> datetime:
        return self._app.store.clock.now().at

    @property
    def _today(self) -> str:
        return self._now.date().isoformat()


def _suitable_site(app: App) -> str:
    """An underground mine at work in the bureau's own county whose enterprise and principal the register knows."""
    region = app.office.bureau().region_code
    query = SiteQuery(kind=SiteKind.UNDERGROUND_MINE, state=SiteState.PRODUCING, region_code=region)
    for row in app.register.sites(query):
        file = app.register.site_file(row.id)
        if file.enterprise is not None and file.principal_id is not None:
            return row.id
    raise BadInput("demo.sample_incomplete", site="—")
