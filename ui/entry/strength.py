"""A hint on how long a passphrase would resist; advice only, the store asks for eight characters."""

from __future__ import annotations

from enum import IntEnum

from inspector_app.storage.keys import SHORTEST_PASSPHRASE


class Strength(IntEnum):
    """How good a passphrase looks."""

    TOO_SHORT = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


def strength(passphrase: str) -> Strength:
    """Judge by length, kinds of characters and repetition; a Chinese character counts as three letters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return Strength.TOO_SHORT
    weight = sum(3 if ord(c) > 0x2E7F else 1 for c in passphrase)
    kinds = sum(
        any(test(c) for c in passphrase) for test in (str.isdigit, str.islower, str.isupper, _is_sign, _is_chinese)
    )
    varied = len(set(passphrase)) >= 6
    points = weight + 3 * kinds
    if not varied or points < 16 or passphrase.isdigit():
        return Strength.WEAK
    return Strength.STRONG if points >= 24 else Strength.FAIR


def _is_sign(character: str) -> bool:
    return not character.isalnum()


def _is_chinese(character: str) -> bool:
    return ord(character) > 0x2E7F
