"""A parameter that nothing reads yet says so on the screen: nobody sets a number believing that it does something."""

from __future__ import annotations

import re

from inspector_app.office.parameters import parameters
from tests.architecture.modules import modules

COMPOSED = re.compile(r'f"((?:[a-z]+\.)[a-z_]*)\{')
"""The beginning of a key that is put together when it is read."""


def is_read(key: str) -> bool:
    sources = [module.source for module in modules().values()]
    if any(f'"{key}"' in source for source in sources):
        return True
    beginnings = {begin for source in sources for begin in COMPOSED.findall(source) if len(begin.partition(".")[2]) > 3}
    return any(key.startswith(begin) for begin in beginnings)


def test_parameters_in_use_are_exactly_those_that_the_program_reads() -> None:
    wrong = [f"{key}: in_use {one.in_use}" for key, one in parameters().items() if one.in_use != is_read(key)]
    assert not wrong, "\n".join(wrong)
