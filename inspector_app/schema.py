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
from inspector_app.enforcement.sheet_model import SheetStockEntry
from inspector_app.enterprise.model import KINDS as REGISTER_KINDS
from inspector_app.evidence.model import Photo
from inspector_app.fieldwork.model import FieldSheet
from inspector_app.inspection.model import Answer, Finding, Inspection, Participant
from inspector_app.office.model import Bureau, Officer, Setting, Stream
from inspector_app.quiz.model import QuizSitting
from inspector_app.storage.records import Record
from inspector_app.transcription.model import TranscriptionMark

RECORD_KINDS: tuple[type[Record], ...] = (
    Stream, Bureau, Officer, Setting,
    *REGISTER_KINDS,
    ChecklistVersion, Inspection, Participant, Answer, Finding, Photo, FieldSheet, QuizSitting,
    Document, PrintRun, SignatureRecord, InkSignature, PaperScan, Handwriting, NumberBlock, NumberUse, DualGroup,
    EnforcementCase, SheetStockEntry, TranscriptionMark,
)  # fmt: skip
