"""In which line of a JSON text each value stands, so that a mistake is told with its line."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"-?[0-9][0-9.eE+-]*|true|false|null")


class DoubleName(ValueError):
    """An object names the same thing twice; ``line`` says where."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


def lines(text: str) -> dict[Path, int]:
    """Line (from 1) of every value by its path. Raises ``json.JSONDecodeError`` or ``DoubleName``."""
    json.loads(text)
    walker = _Walker(text)
    walker.value(_space(text, 0), ())
    return walker.found


class _Walker:
    """Walks over text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._counted_to = 1, 0
        self.found: dict[Path, int] = {}

    def value(self, at: int, path: Path) -> int:
        """Note the value that begins at ``at``; where it ends."""
        self.found[path] = self._line_of(at)
        match self._text[at]:
            case "{":
                return self._object(at + 1, path)
            case "[":
                return self._array(at + 1, path)
            case '"':
                return int(scanstring(self._text, at + 1)[1])
        matched = _SCALAR.match(self._text, at)
        return matched.end() if matched else at + 1

    def _line_of(self, at: int) -> int:
        """The walk only goes forward: what was counted once is not counted again."""
        self._line += self._text.count("\n", self._counted_to, at)
        self._counted_to = at
        return self._line

    def _object(self, at: int, path: Path) -> int:
        at = _space(self._text, at)
        while self._text[at] != "}":
            name, end = scanstring(self._text, at + 1)
            if (*path, name) in self.found:
                raise DoubleName(name, self._line_of(at))
            at = _space(self._text, _space(self._text, end) + 1)
            at = _space(self._text, self.value(at, (*path, name)))
            if self._text[at] == ",":
                at = _space(self._text, at + 1)
        return at + 1

    def _array(self, at: int, path: Path) -> int:
        at = _space(self._text, at)
        index = 0
        while self._text[at] != "]":
            at = _space(self._text, self.value(at, (*path, index)))
            index += 1
            if self._text[at] == ",":
                at = _space(self._text, at + 1)
        return at + 1


def _space(text: str, at: int) -> int:
    matched = _SPACE.match(text, at)
    return matched.end() if matched else at
