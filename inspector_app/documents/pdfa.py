"""What makes the file an archive file (PDF/A-1b) and carries the values of the paper inside it.

Source: ISO 19005-1; the values lie in the catalogue's PieceInfo, the standard place for a program's own data.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from inspector_app import paths
from inspector_app.documents import corrections
from inspector_app.documents.painting import document_of

PROGRAM = "KuangAnJian"
PRODUCER = "矿安检"


def archive(canvas: Any, *, title: str, subject: str, values: bytes) -> None:
    """Add output intent, XMP, language, document information and the embedded values to an unsaved document."""
    from reportlab.pdfbase import pdfdoc

    doc = document_of(canvas)
    canvas.setTitle(title)
    doc.info = _information(title, subject)
    profile = _stream(pdfdoc, _profile(), {"N": 3, "Filter": pdfdoc.PDFName("FlateDecode")})
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "Info": pdfdoc.PDFString("sRGB"),
            "DestOutputProfile": doc.Reference(profile),
        }
    )
    kept = _stream(pdfdoc, zlib.compress(values, 9), {"Filter": pdfdoc.PDFName("FlateDecode")})
    piece = pdfdoc.PDFDictionary(
        {
            PROGRAM: pdfdoc.PDFDictionary(
                {"LastModified": pdfdoc.PDFString("D:20000101000000Z"), "Private": doc.Reference(kept)}
            )
        }
    )
    names = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
    metadata = _stream(pdfdoc, _xmp(title, subject), names)
    catalog = doc.Catalog
    catalog.Lang = pdfdoc.PDFString("zh-CN")
    catalog.Metadata = metadata
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.PieceInfo = piece
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "PieceInfo"]


def _stream(pdfdoc: Any, content: bytes, entries: dict[str, Any]) -> Any:
    """A stream whose content is written exactly as it is."""
    return corrections.raw_stream()(pdfdoc.PDFDictionary(entries), content)


@cache
def _profile() -> bytes:
    """The packed colour profile."""
    return zlib.compress(paths.resources("fonts", "sRGB.icc").read_bytes(), 9)


def _information(title: str, subject: str) -> Any:
    from reportlab.pdfbase import pdfdoc

    class Information(pdfdoc.PDFInfo):  # type: ignore[misc]
        """Only what the XMP says too; no dates, so that the same paper is the same file."""

        def format(self, document: Any) -> Any:
            """The dictionary as ReportLab writes it."""
            entries = {"Title": title, "Subject": subject, "Producer": PRODUCER, "Creator": PRODUCER}
            shown = {key: pdfdoc.PDFString(value) for key, value in entries.items()}
            return pdfdoc.PDFDictionary(shown).format(document)

    info = Information()
    info.title, info.subject = title, subject
    return info


def _xmp(title: str, subject: str) -> bytes:
    told, about = escape(title), escape(subject)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{told}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
