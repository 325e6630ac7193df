"""Reads the program's modules as text: what each imports, from where, and whether only for type checking."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("inspector_app", "county_server", "ui")


@dataclass(frozen=True)
class Import:
    """One imported module; ``at_start`` says that it is loaded with the importing module itself."""

    importer: str
    imported: str
    line: int
    at_start: bool
    for_types: bool


@dataclass(frozen=True)
class Module:
    """One source file of the program."""

    name: str
    path: Path
    tree: ast.Module
    source: str

    @property
    def lines(self) -> int:
        """Number of lines of the file."""
        return self.source.count("\n") + 1

    def imports(self) -> Iterator[Import]:
        """Every import of the file, wherever it stands."""
        yield from _imports(self, self.tree, at_start=True, for_types=False)


@cache
def modules() -> dict[str, Module]:
    """All modules of the program by dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            source = path.read_text("utf-8")
            found[name] = Module(name, path, ast.parse(source), source)
    return found


def is_third_party(name: str) -> bool:
    """Whether a module comes from a package that has to be installed."""
    top = name.partition(".")[0]
    return top not in sys.stdlib_module_names and top not in (*PACKAGES, "tests", "tools")


def _imports(module: Module, node: ast.AST, *, at_start: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module.name, alias.name, child.lineno, at_start, for_types)
        elif isinstance(child, ast.ImportFrom):
            for name in _targets(module, child):
                yield Import(module.name, name, child.lineno, at_start, for_types)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            yield from _imports(module, child, at_start=at_start and not inside, for_types=for_types or typing)


def _targets(module: Module, node: ast.ImportFrom) -> list[str]:
    base = node.module or ""
    if node.level:
        raise AssertionError(f"{module.name}:{node.lineno} relative import")
    known = modules_by_file()
    return [f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names]


@cache
def modules_by_file() -> frozenset[str]:
    """Dotted names of all modules, from the file names alone."""
    names = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            names.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return frozenset(names)
