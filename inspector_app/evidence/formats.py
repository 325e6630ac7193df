"""Which kind of file this is, by its first bytes; names and extensions are not believed."""

from __future__ import annotations

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"
ACCEPTED = (JPEG, PNG, WEBP, HEIC)
HEAD = 64
"""How many first bytes ``media_type`` wants to see."""

EXTENSIONS = {
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    PNG: (".png",),
    WEBP: (".webp",),
    HEIC: (".heic", ".heif", ".hif"),
}

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF / RAW"),
    (b"MM\0*", "TIFF / RAW"),
    (b"II+\0", "TIFF / RAW"),
    (b"FUJIFILM", "RAW"),
    (b"%PDF", "PDF"),
    (b"PK\3\4", "ZIP / Word / Excel"),
    (b"\xd0\xcf\x11\xe0", "Word / Excel"),
    (b"\x1aE\xdf\xa3", "MKV / WebM"),
    (b"ID3", "MP3"),
    (b"8BPS", "PSD"),
)


def media_type(head: bytes) -> str | None:
    """The media type of an accepted picture, or ``None``."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and _brands(head) & _HEIC_BRANDS:
        return HEIC
    return None


def other_kind(head: bytes) -> str | None:
    """What a file that is not accepted probably is, for the message; ``None`` when nobody knows."""
    if head[4:8] == b"ftyp":
        return "AVIF" if b"avif" in head[8:32] else "MP4 / MOV"
    if head[:4] == b"RIFF":
        return "AVI / WAV"
    return next((name for mark, name in _OTHERS if head.startswith(mark)), None)


def fits_name(media: str, file_name: str) -> bool:
    """Whether the extension says the same as the content; a name without one says nothing wrong."""
    _stem, dot, extension = file_name.rpartition(".")
    return not dot or f".{extension.lower()}" in EXTENSIONS[media]


def _brands(head: bytes) -> frozenset[bytes]:
    """Major and compatible brands of an ISO base media file, as far as the head shows them."""
    end = min(len(head), int.from_bytes(head[:4], "big") or len(head))
    return frozenset(head[at : at + 4] for at in (8, *range(16, end - 3, 4)))
