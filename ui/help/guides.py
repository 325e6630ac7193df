"""The guides as files: ``resources/help/<language>/NN-topic.md``, their pictures in ``pictures`` beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector_app import paths


@dataclass(frozen=True)
class Guide:
    """One guide: its topic, heading and file."""

    topic: str
    heading: str
    file: Path

    def text(self) -> str:
        """The whole guide in Markdown."""
        return self.file.read_text("utf-8")


def guides(language: str) -> Iterator[Guide]:
    """All guides of a language in their order."""
    for file in sorted(paths.resources("help", language).glob("*.md")):
        heading = file.read_text("utf-8").partition("\n")[0].lstrip("# ").strip()
        yield Guide(file.stem.partition("-")[2], heading, file)


def guide(language: str, topic: str) -> Guide:
    """The guide of that topic. Raises ``StopIteration`` when there is none."""
    return next(one for one in guides(language) if one.topic == topic)
