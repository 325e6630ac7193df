"""Reads passphrases and recovery keys from files, so that none stands on a command line."""

from __future__ import annotations

from pathlib import Path

from inspector_app.errors import BadInput


def read_secret(file: str) -> str:
    """The content of a passphrase file without its line end. Raises ``BadInput('command.passphrase_file')``."""
    try:
        return Path(file).read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("command.passphrase_file", file=file) from error
