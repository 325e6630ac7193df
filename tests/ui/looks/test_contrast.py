"""Every text on every surface of the style sheet can be read: WCAG 2 AA, computed from the colours in use."""

from __future__ import annotations

import re
from itertools import product

import pytest

from inspector_app import paths
from ui import theme

TEXT, SHAPE = 4.5, 3.0
"""Least contrast of a text, and of a border or mark that says something (WCAG 2.1, 1.4.3 and 1.4.11)."""
WORDS = ("text", "muted", "accent", "danger", "warn", "good")
"""Colours in which labels are written wherever they stand."""
SURFACES = ("window", "surface", "sunken")
BACKS = (("danger", "danger_back"), ("warn", "warn_back"), ("good", "good_back"), ("accent", "accent_back"))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two #rrggbb colours (WCAG 2)."""
    lights = sorted((luminance(first), luminance(second)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def named_together() -> set[tuple[str, str]]:
    """(text, background) that one rule of the style sheet sets together; what is switched off may be faint."""
    sheet = paths.resources("style", "window.qss").read_text("utf-8")
    found = set()
    for selector, body in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"\$\{(\w+)\}", r"$\1", sheet)):
        text = re.search(r"(?<![\w-])color: \$(\w+)", body)
        back = re.search(r"(?<![\w-])background: \$(\w+)", body)
        if text and back and ":disabled" not in selector:
            found.add((text[1], back[1]))
        chosen = re.search(r"selection-color: \$(\w+)", body)
        behind = re.search(r"selection-background-color: \$(\w+)", body)
        if chosen and behind:
            found.add((chosen[1], behind[1]))
    return found


def too_faint(name: str, pairs: set[tuple[str, str]], least: float) -> list[str]:
    colours = theme.colours_of(name)
    ratios = {pair: contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) for pair in pairs}
    return [f"{text} on {back}: {ratio:.2f}" for (text, back), ratio in sorted(ratios.items()) if ratio < least]


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_text_can_be_read_on_every_surface(name: str) -> None:
    together = named_together()
    assert len(together) > 8
    on_backs = {("text", back) for _word, back in BACKS} | {("text", "progress")}
    assert too_faint(name, together | set(product(WORDS, SURFACES)) | set(BACKS) | on_backs, TEXT) == []


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_border_that_says_something_can_be_seen(name: str) -> None:
    pairs = set(product(("strong_border", "accent", "danger"), ("window", "surface")))
    assert too_faint(name, pairs, SHAPE) == []


def test_the_sun_wants_more() -> None:
    """In the theme for the sun every text has AAA's 7 : 1."""
    assert too_faint("contrast", set(product(WORDS, SURFACES)), 7.0) == []


def test_a_faint_pair_is_found() -> None:
    assert contrast("#777777", "#ffffff") < TEXT < contrast("#767676", "#ffffff")
    assert too_faint("light", {("disabled", "surface")}, TEXT)


def test_the_measured_ratios_are_those_in_the_design_guide() -> None:
    guide = (paths.root() / "docs" / "design.md").read_text("utf-8")
    rows = re.findall(r"\| `(\w+)` on `(\w+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|", guide)
    assert len(rows) > 10
    for text, back, *told in rows:
        colours = [theme.colours_of(name) for name in theme.THEMES]
        assert told == [f"{contrast(getattr(one, text), getattr(one, back)):.1f}" for one in colours], (text, back)
