"""What can go wrong, sorted by what the officer has to do about it.

Every error carries a stable dotted code and the values its sentence needs; the sentence itself
(what happened, what is safe, what to do next) lives in ``resources/messages`` in Chinese and English.
"""

from __future__ import annotations


class InspectorError(Exception):
    """A circumstance, not a bug: it has a code and can be told to a person.

    ``code`` names an entry of the message catalogue; ``params`` fill its blanks. ``exit_status`` is what a command
    ends with: 1 a rule says no, 2 usage, 3 environment.
    """

    exit_status = 1
    usual = "usual.error"
    """Code of what is safe and what to do after any error of this kind; its own entry may say more."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class BadInput(InspectorError):
    """What was typed, chosen or handed in cannot be used as it is; nothing was changed."""

    exit_status = 2
    usual = "usual.input"


class RuleViolation(InspectorError):
    """The law or the form forbids it. ``params['field']`` names the blank when there is one."""

    exit_status = 1
    usual = "usual.rule"


class RecordConflict(InspectorError):
    """Another officer or the county changed the same thing; both values are kept."""

    exit_status = 1
    usual = "usual.conflict"


class Unreachable(InspectorError):
    """No network or no answer in time; the journal keeps everything."""

    exit_status = 3
    usual = "usual.unreachable"


class Refused(InspectorError):
    """The county answered and said no (not enrolled, revoked, newer protocol)."""

    exit_status = 1
    usual = "usual.refused"


class StorageFault(InspectorError):
    """Disk full, read-only, locked, damaged, or written by a newer program."""

    exit_status = 3
    usual = "usual.storage"


class WrongKey(InspectorError):
    """Passphrase, PIN or recovery key does not open this store."""

    exit_status = 1
    usual = "usual.key"


class UserCancelled(Exception):
    """The officer changed his mind; nothing is shown."""
