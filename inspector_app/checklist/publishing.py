"""Own versions of checklists: made current for everybody in the office, taken back, never half-read by a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from inspector_app.checklist import cross_checks, repository
from inspector_app.checklist.difference import Difference, difference
from inspector_app.checklist.keys import meaning, retired
from inspector_app.checklist.loader import ChecklistLibrary
from inspector_app.checklist.model import ChecklistVersion
from inspector_app.checklist.reading import checklist_of
from inspector_app.checklist.values import PublishedVersion
from inspector_app.clock import Clock
from inspector_app.errors import BadInput, RuleViolation
from inspector_app.storage.unit_of_work import Units

if TYPE_CHECKING:
    from inspector_app.checklist.definition import Checklist

FROM_LAPTOPS = "laptops"


class Choices(Protocol):
    """What the office chose."""

    def setting(self, key: str) -> Any:
        """What holds for a parameter."""
        ...


class PublishingService:
    """One public method = one thing the office does with its lists."""

    def __init__(
        self,
        units: Units,
        clock: Clock,
        library: ChecklistLibrary,
        bureau: Callable[[], str | None],
        choices: Choices | None = None,
    ) -> None:
        self._units = units
        self._clock = clock
        self._library = library
        self._bureau = bureau
        self._choices = choices

    def versions(self, key: str | None = None) -> list[PublishedVersion]:
        """What the office published, oldest first."""
        own = self._bureau()
        with self._units.read() as connection:
            return [one for one in repository.published(connection, own) if key in (None, one.key)]

    def compare(self, content: Mapping[str, Any]) -> Difference | None:
        """What this list would change of the newest one; nothing when there is no such list yet.

        Raises ``BadInput('checklist.file_wrong')`` for a list that lint finds fault with.
        """
        made = self._sound(content)
        newest = self._newest(made.key)
        return None if newest is None else difference(newest, made)

    def publish(self, actor: str, content: Mapping[str, Any], note: str = "") -> Checklist:
        """Make this the list that visits begin with, here at once and on other laptops when they next synchronise.

        Raises ``BadInput('checklist.file_wrong')`` for a list that lint finds fault with, ``RuleViolation``:
        ``checklist.office_only``, ``checklist.version_not_newer``, ``checklist.meaning_changed``,
        ``checklist.key_elsewhere``.
        """
        if self._choices is not None and self._choices.setting("checklist.publishing") != FROM_LAPTOPS:
            raise RuleViolation("checklist.office_only")
        made = self._sound(content)
        self._require_successor(made)
        identity, own = repository.version_id(made.key, made.content_hash), self._bureau()
        with self._units.begin(actor, "checklist.publish") as unit:
            unit.ensure(
                ChecklistVersion,
                identity,
                key=made.key,
                version=made.version,
                content_hash=made.content_hash,
                content=dict(made.content),
                published_at=self._clock.now().iso,
                bureau_id=own,
                note=note.strip() or None,
            )
        return made

    def withdraw(self, actor: str, key: str, version: int, reason: str) -> None:
        """Let visits begin with the version before again; those begun with this one keep it.

        Raises ``RuleViolation('record.reason_missing')``, ``BadInput('checklist.not_published')``.
        """
        if not reason.strip():
            raise RuleViolation("record.reason_missing", field="reason")
        found = next((one for one in self.versions(key) if one.version == version), None)
        if found is None:
            raise BadInput("checklist.not_published", checklist=key, version=version)
        with self._units.begin(actor, "checklist.withdraw") as unit:
            identity = repository.version_id(key, found.content_hash)
            unit.change(ChecklistVersion, identity, reason=reason, published_at=None)

    def _sound(self, content: Mapping[str, Any]) -> Checklist:
        problems = cross_checks.faults_among(content, self._library.lists())
        if problems:
            raise problems[0].as_error()
        return checklist_of(content)

    def _newest(self, key: str) -> Checklist | None:
        return next((one for one in self._library.lists() if one.key == key), None)

    def _require_successor(self, made: Checklist) -> None:
        """A higher version, keys that mean what they meant, and no key of another list."""
        newest = self._newest(made.key)
        if newest is not None and made.version <= newest.version:
            raise RuleViolation(
                "checklist.version_not_newer", checklist=made.key, version=made.version, newest=newest.version
            )
        for one in self._library.lists():
            for item in made.items:
                if not one.has(item.key):
                    continue
                if one.key != made.key:
                    raise RuleViolation("checklist.key_elsewhere", item=item.key, checklist=one.title)
                if meaning(one.item(item.key)) != meaning(item):
                    raise RuleViolation("checklist.meaning_changed", item=item.key, title=item.title)
        for item in made.items:
            if retired().get(item.key, meaning(item)) != meaning(item):
                raise RuleViolation("checklist.meaning_changed", item=item.key, title=item.title)
