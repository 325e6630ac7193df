"""Logging in to the console: a signed cookie per office, a CSRF token in every form, slow guessing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from county_server.console.password import password_holds, password_mark
from county_server.storage import CountyStore, Office
from county_server.visibility import Visible, visible_to
from inspector_app.errors import BadInput

COOKIE = "kuanganjian_console"
HOURS = 12
FAILURES, FAILURE_SECONDS = 10, 300


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in for an office."""

    office: Office
    visible: Visible
    csrf: str


class Sessions:
    """Hands out and checks cookies. They end after twelve hours, and when the password changes."""

    def __init__(self, store: CountyStore) -> None:
        self._store = store
        self._failures: dict[str, list[float]] = {}

    def log_in(self, region: str, password: str) -> str | None:
        """A cookie for the right password, else ``None``; after ten wrong ones an office is closed for minutes."""
        now = time.monotonic()
        recent = [at for at in self._failures.get(region, []) if now - at < FAILURE_SECONDS]
        if len(recent) >= FAILURES or not password_holds(self._store, region, password):
            self._failures[region] = [*recent, now][-FAILURES:]
            return None
        self._failures.pop(region, None)
        expires = int(time.time()) + HOURS * 3600
        return self._seal(f"{region}|{expires}|{secrets.token_hex(16)}|{password_mark(self._store, region)}")

    def visitor(self, cookie: str | None) -> Visitor | None:
        """Who a cookie belongs to; ``None`` for a wrong, old or outdated one."""
        text = self._unseal(cookie or "")
        if text is None:
            return None
        region, expires, token, mark = text.split("|")
        if int(expires) < time.time() or not hmac.compare_digest(mark, password_mark(self._store, region)):
            return None
        try:
            office = self._store.office(region)
        except BadInput:
            return None
        csrf = hmac.new(self._store.session_key, f"csrf|{token}".encode(), hashlib.sha256).hexdigest()
        return Visitor(office, visible_to(self._store, region), csrf)

    def _seal(self, text: str) -> str:
        mark = hmac.new(self._store.session_key, f"console|{text}".encode(), hashlib.sha256).hexdigest()
        return base64.urlsafe_b64encode(f"{text}#{mark}".encode()).decode("ascii")

    def _unseal(self, cookie: str) -> str | None:
        try:
            text, _, mark = base64.urlsafe_b64decode(cookie.encode("ascii")).decode("ascii").rpartition("#")
        except (ValueError, binascii.Error):
            return None
        wanted = hmac.new(self._store.session_key, f"console|{text}".encode(), hashlib.sha256).hexdigest()
        return text if hmac.compare_digest(mark, wanted) else None
