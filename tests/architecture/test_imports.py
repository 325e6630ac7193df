"""Who may import whom, and which third-party package may be used where: one table each (docs/decisions/0001)."""

from __future__ import annotations

import pytest

from tests.architecture.modules import PACKAGES, Import, is_third_party, modules

MAY_USE: dict[str, frozenset[str]] = {
    "inspector_app.storage": frozenset({"sqlalchemy", "sqlmodel", "sqlcipher3", "alembic", "cryptography"}),
    "inspector_app.store": frozenset({"sqlalchemy"}),
    "inspector_app.store_check": frozenset({"sqlalchemy"}),
    "inspector_app.drill": frozenset({"sqlalchemy"}),
    "inspector_app.tampering": frozenset({"sqlalchemy"}),
    "inspector_app.blob_fields": frozenset({"sqlalchemy"}),
    "inspector_app.enterprise": frozenset({"sqlalchemy", "sqlmodel", "pypinyin", "openpyxl"}),
    "inspector_app.checklist": frozenset({"sqlalchemy", "sqlmodel", "jsonschema"}),
    "inspector_app.office": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.inspection": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.evidence": frozenset({"sqlalchemy", "sqlmodel", "PIL", "pi_heif"}),
    "inspector_app.quiz": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.fieldwork": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.exchange": frozenset({"openpyxl"}),
    "inspector_app.hazard": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.enforcement": frozenset({"sqlalchemy", "sqlmodel"}),
    "inspector_app.search": frozenset({"sqlalchemy"}),
    "inspector_app.mine_file": frozenset({"sqlalchemy"}),
    "inspector_app.transcription": frozenset({"sqlalchemy", "sqlmodel", "jsonschema"}),
    "inspector_app.documents": frozenset(
        {"reportlab", "pikepdf", "pypdfium2", "qrcode", "fontTools", "PIL", "cryptography", "jsonschema", "zxingcpp"}
    ),
    "inspector_app.sync": frozenset({"sqlalchemy", "httpx", "pydantic"}),
    "inspector_app.wire": frozenset({"pydantic"}),
    "county_server": frozenset(
        {"fastapi", "starlette", "anyio", "uvicorn", "h11"}
        | {"sqlalchemy", "sqlmodel", "pydantic", "cryptography", "obstore"}
    ),
    "inspector_app.demo": frozenset({"PIL"}),
    "ui": frozenset({"PySide6", "shiboken6"}),
}
"""Longest prefix of the importing module's name that stands here decides; what stands nowhere uses nothing."""

NEVER: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("inspector_app", ("ui", "county_server"), "the core works without its windows and without the county"),
    ("county_server", ("ui", "inspector_app.sync", "inspector_app.bootstrap"), "the county is not a laptop"),
    ("ui", ("county_server", "inspector_app.storage.unit_of_work", "inspector_app.storage.journal"),
     "pages call services"),
    ("inspector_app.wire", tuple(f"inspector_app.{noun}" for noun in (
        "storage", "store", "enterprise", "inspection", "evidence", "enforcement", "documents", "sync")),
     "messages stand alone"),
    ("inspector_app.documents", tuple(f"inspector_app.{noun}" for noun in (
        "storage.database", "storage.unit_of_work", "storage.journal", "store", "enterprise", "inspection", "evidence",
        "hazard", "enforcement", "office", "sync")),
     "papers know no noun and no database"),
)  # fmt: skip

NOUNS = ("enterprise", "checklist", "office", "inspection", "evidence", "fieldwork", "hazard", "quiz", "enforcement")
LEVEL = {
    "enterprise": 0, "checklist": 0, "office": 0,
    "inspection": 1, "evidence": 1,
    "fieldwork": 2, "hazard": 2, "quiz": 2,
    "enforcement": 3,
}  # fmt: skip


def all_imports() -> list[Import]:
    return [one for module in modules().values() for one in module.imports()]


def allowed(importer: str) -> frozenset[str]:
    prefixes = [prefix for prefix in MAY_USE if importer == prefix or importer.startswith(prefix + ".")]
    return MAY_USE[max(prefixes, key=len)] if prefixes else frozenset()


def below(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def test_third_party_packages_are_used_only_where_the_table_says() -> None:
    wrong = [
        f"{one.importer}:{one.line} uses {one.imported}"
        for one in all_imports()
        if is_third_party(one.imported)
        and one.imported.partition(".")[0] not in allowed(one.importer)
        and not one.for_types
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("part", "forbidden", "because"), NEVER, ids=[rule[0] for rule in NEVER])
def test_a_layer_does_not_reach_where_it_must_not(part: str, forbidden: tuple[str, ...], because: str) -> None:
    wrong = [
        f"{one.importer}:{one.line} imports {one.imported} ({because})"
        for one in all_imports()
        if below(one.importer, part) and any(below(one.imported, name) for name in forbidden) and not one.for_types
    ]
    assert not wrong, "\n".join(wrong)


def test_models_and_rules_know_only_nouns_to_their_left() -> None:
    wrong = []
    for one in all_imports():
        here, there = noun_of(one.importer), noun_of(one.imported)
        inner = one.importer.rpartition(".")[2] in ("model", "rules", "values")
        if here and there and here != there and inner and LEVEL[there] >= LEVEL[here]:
            wrong.append(f"{one.importer}:{one.line} imports {one.imported}")
    assert not wrong, "\n".join(wrong)


def test_value_types_need_only_the_standard_library() -> None:
    wrong = [
        f"{one.importer}:{one.line} imports {one.imported}"
        for one in all_imports()
        if one.importer.endswith(".values") and is_third_party(one.imported)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_part_of_an_import_cycle() -> None:
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for one in all_imports():
        if one.at_start and not one.for_types and one.imported in graph and one.imported != one.importer:
            graph[one.importer].add(one.imported)
    assert not list(_cycles(graph))


def test_package_files_that_must_stay_empty_are_empty() -> None:
    for package in PACKAGES:
        assert not modules()[package].source.strip(), package


def noun_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "inspector_app" and len(parts) > 1 and parts[1] in NOUNS else None


def _cycles(graph: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Strongly connected groups of more than one module (peeling off what imports nothing that is left)."""
    left = {name: set(targets) for name, targets in graph.items()}
    while True:
        free = [name for name, targets in left.items() if not targets & left.keys()]
        if not free:
            break
        for name in free:
            del left[name]
    while True:  # and what nobody that is left imports
        imported = {target for targets in left.values() for target in targets}
        free = [name for name in left if name not in imported]
        if not free:
            return [tuple(sorted(left))] if left else []
        for name in free:
            del left[name]
