"""Which input method Qt is told to use on Linux, before the first window.

Desktops with fcitx say ``QT_IM_MODULE=fcitx``, but Qt's wheels bring no plug-in for fcitx's own protocol, and those of
a distribution do not fit. fcitx5 also speaks the protocol of ibus, for which there is a plug-in; through the portal no
address file is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

IBUS = "ibus"
BY_THE_SCREEN = "wayland"
"""Not a plug-in: a Wayland desktop hands the text over itself."""


def choose(environment: MutableMapping[str, str], plugins: Iterable[str]) -> None:
    """Name an input method that Qt has; ``plugins`` are the file names in its folder of input methods."""
    names = [name for name in environment.get("QT_IM_MODULES", "").split(";") if name]
    single = environment.get("QT_IM_MODULE", "")
    files = tuple(plugins)
    if not any(f"lib{name}" in file for name in names or [single] for file in files if name):
        if names:
            environment["QT_IM_MODULES"] = ";".join([*(name for name in names if name == BY_THE_SCREEN), IBUS])
        environment["QT_IM_MODULE"] = IBUS
    environment.setdefault("IBUS_USE_PORTAL", "1")
