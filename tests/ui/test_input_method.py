"""The input method named in the environment is one that Qt has."""

from __future__ import annotations

import pytest

from ui.input_method import choose

PLUGINS = ("libcomposeplatforminputcontextplugin.so", "libibusplatforminputcontextplugin.so")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "compose"}, {"QT_IM_MODULE": "compose"}),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;ibus", "QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULES": "wayland;ibus"}, {"QT_IM_MODULES": "wayland;ibus"}),
        ({"IBUS_USE_PORTAL": "0"}, {"IBUS_USE_PORTAL": "0", "QT_IM_MODULE": "ibus"}),
    ],
)
def test_fcitx_is_reached_by_the_protocol_qt_knows(before: dict[str, str], after: dict[str, str]) -> None:
    environment = dict(before)
    choose(environment, PLUGINS)
    assert environment == {"IBUS_USE_PORTAL": "1", **after}


def test_a_plug_in_for_fcitx_is_used_where_there_is_one() -> None:
    environment = {"QT_IM_MODULE": "fcitx"}
    choose(environment, (*PLUGINS, "libfcitxplatforminputcontextplugin.so"))
    assert environment["QT_IM_MODULE"] == "fcitx"
