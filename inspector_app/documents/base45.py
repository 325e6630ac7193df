"""Bytes in the 45 characters that a QR code packs densely. Source: RFC 9285."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def encode(raw: bytes) -> str:
    """Three characters for two bytes, two for a last single one."""
    text = []
    for at in range(0, len(raw) - 1, 2):
        value = raw[at] * 256 + raw[at + 1]
        text.append(_DIGITS[value % 45] + _DIGITS[value // 45 % 45] + _DIGITS[value // 2025])
    if len(raw) % 2:
        text.append(_DIGITS[raw[-1] % 45] + _DIGITS[raw[-1] // 45])
    return "".join(text)


def decode(text: str) -> bytes:
    """The bytes again. Raises ``ValueError``."""
    values = [_DIGITS.index(char) for char in text]
    raw = bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        if len(group) == 1:
            raise ValueError("one character is left over")
        value = sum(digit * 45**place for place, digit in enumerate(group))
        if value >= (1 << 16 if len(group) == 3 else 1 << 8):
            raise ValueError("a group stands for no bytes")
        raw += value.to_bytes(len(group) - 1, "big")
    return bytes(raw)
