"""The house rules that a machine can see: sizes, docstrings, no traces of the workshop."""

from __future__ import annotations

import ast
import shutil
import subprocess
from statistics import median

from tests.architecture.modules import ROOT, Module, modules

LONGEST_FILE = 500
LONGEST_FUNCTION = 60


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_files_and_functions_fit_in_the_head() -> None:
    long_files = [f"{m.name}: {m.lines} lines" for m in modules().values() if m.lines > LONGEST_FILE]
    long_functions = [
        f"{m.name}:{f.lineno} {f.name}: {size} lines"
        for m in modules().values()
        for f in functions(m)
        if (size := (f.end_lineno or f.lineno) - f.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long_files + long_functions, "\n".join(long_files + long_functions)
    assert median(m.lines for m in modules().values() if m.source.strip()) <= 150


def test_every_module_and_class_says_what_it_is() -> None:
    silent = [m.name for m in modules().values() if m.source.strip() and not ast.get_docstring(m.tree)]
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{module.name}.{node.name}")
    assert not silent, "\n".join(silent)


def test_broad_excepts_stand_only_at_edges() -> None:
    broad = [
        f"{m.name}:{n.lineno}"
        for m in modules().values()
        for n in ast.walk(m.tree)
        if isinstance(n, ast.ExceptHandler)
        and (n.type is None or (isinstance(n.type, ast.Name) and n.type.id in ("Exception", "BaseException")))
    ]
    lines = sum(m.lines for m in modules().values())
    assert len(broad) <= max(3, lines // 2000), "\n".join(broad)


def shipped() -> list[str]:
    """Names of all files of the project; a machine without git has only those anyway, beside what set-up made."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        return listed.stdout.split("\0")
    found = (file.relative_to(ROOT) for file in ROOT.rglob("*") if file.is_file())
    return [str(file) for file in found if not file.parts[0].startswith(".")]


def test_nothing_unfinished_and_no_path_of_a_workshop_is_shipped() -> None:
    names = [name for name in shipped() if name.endswith((".py", ".md", ".json", ".toml", ".qss"))]
    assert len(names) > 500
    forbidden = ["TO" + "DO", "FIX" + "ME", "../sha" + "red", "farm" + "-", "NotImplemented" + "Error"]
    wrong = []
    for name in names:
        file = ROOT / name
        text = file.read_text("utf-8") if file.exists() else ""
        wrong += [f"{name}: {word}" for word in forbidden if word in text]
    assert not wrong, "\n".join(wrong)
