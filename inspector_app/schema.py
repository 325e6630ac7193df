"""The list of all record kinds: which table each kind of journal entry folds into."""

from __future__ import annotations

from inspector_app.checklist.model import ChecklistVersion
from inspector_app.enforcement.model import (
    Document,
    DualGroup,
    EnforcementCase,
    Handwriting,
    InkSignature,
    NumberBlock,
    NumberUse,
    PaperScan,
    PrintRun,
    SignatureRecord,
)
from inspector_app.enterprise.model import (
    Contract,
    DesignValue,
    Engagement,
    Enterprise,
    Licence,
    Person,
    Post,
    ProductionSystem,
    Qualification,
    Site,
)
from inspector_app.evidence.model import Photo
from inspector_app.inspection.model import Answer, Finding, Inspection, Participant
from inspector_app.office.model import Bureau, Officer, Setting, Stream
from inspector_app.storage.records import Record

RECORD_KINDS: tuple[type[Record], ...] = (
    Stream, Bureau, Officer, Setting,
    Enterprise, Person, Site, ProductionSystem, Post, Licence, Contract, DesignValue, Qualification, Engagement,
    ChecklistVersion, Inspection, Participant, Answer, Finding, Photo,
    Document, PrintRun, SignatureRecord, InkSignature, PaperScan, Handwriting, NumberBlock, NumberUse, DualGroup,
    EnforcementCase,
)  # fmt: skip
