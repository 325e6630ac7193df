"""The lists of mines and companies: pages by keyset, and a search whose best answers come from an index.

Typed initials are looked up twice: first the names that begin with them, by the index that lists are sorted by,
then the names that hold them elsewhere (or whose company does). ``sort_key`` of a row remembers which of the two
it came from, so that the next page goes on where the last one ended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, literal_column, not_, or_, select, tuple_

from inspector_app.enterprise import rows
from inspector_app.enterprise.model import SORT_KEY, UPDATED, Enterprise, Site
from inspector_app.enterprise.values import EnterpriseRole, EnterpriseRow, RegisterAge, SiteQuery, SiteRow
from inspector_app.storage.fold import table_of
from inspector_app.storage.records import PRESENT

PAGE = 100
BEGINS, HOLDS = "0", "1"
"""First character of a search result's ``sort_key``: the name begins with what was typed, or holds it."""

_LAST = "\uffff"
_enterprise, _site = table_of(Enterprise), table_of(Site)
_SITE_COLUMNS = (
    "id", "name", "enterprise_id", "site_kind", "site_state", "scale", "region_code", "mineral", "updated_on",
)  # fmt: skip
_SITE = [_site.c[name] for name in _SITE_COLUMNS]
_ENTERPRISE = [_enterprise.c[name] for name in ("id", "name", "enterprise_role", "uscc", "region_code")]

After = tuple[str, str] | None


def sites(connection: Connection, query: SiteQuery, *, after: After = None, limit: int = PAGE) -> list[SiteRow]:
    """Mines and ponds by pinyin; ``after`` is (sort_key, id) of the last row already shown."""
    statement = site_lines().where(*_site_conditions(query))
    holds = or_(_holds(query.text, _site), _holds(query.text, _enterprise, _enterprise.c.uscc))
    found = _search(connection, statement, _site, query.text, holds, after, limit)
    return [rows.filled(SiteRow, row, sort_key=key) for key, row in found]


def enterprises(
    connection: Connection,
    *,
    text: str = "",
    role: EnterpriseRole | None = None,
    after: After = None,
    limit: int = PAGE,
) -> list[EnterpriseRow]:
    """Companies by pinyin with the number of their sites; ``after`` as in ``sites``."""
    owned = select(func.count()).where(_site.c.enterprise_id == _enterprise.c.id, _site.c.presence == PRESENT)
    statement = select(
        *_ENTERPRISE, owned.correlate(_enterprise).scalar_subquery().label("sites"), _sort_key(_enterprise).label("key")
    ).where(_enterprise.c.presence == PRESENT)
    if role is not None:
        statement = statement.where(_enterprise.c.enterprise_role == role.value)
    holds = _holds(text, _enterprise, _enterprise.c.uscc)
    found = _search(connection, statement, _enterprise, text, holds, after, limit)
    return [rows.filled(EnterpriseRow, row, sort_key=key) for key, row in found]


def stale_sites(connection: Connection, before_on: str, *, limit: int = PAGE) -> list[SiteRow]:
    """Sites not updated since ``before_on`` (or never), the longest neglected first."""
    updated: ColumnElement[str] = literal_column(UPDATED.replace("updated_on", "site.updated_on"))
    statement = site_lines().where(updated < before_on).order_by(updated, _site.c.id).limit(limit)
    return [rows.filled(SiteRow, row, sort_key=row["key"]) for row in connection.execute(statement).mappings()]


def age(connection: Connection, before_on: str) -> RegisterAge:
    """How many sites there are, how many of them were not updated since ``before_on``, and the newest update."""
    updated: ColumnElement[str] = literal_column(UPDATED)
    query = select(func.count(), func.count().filter(updated < before_on), func.max(updated)).select_from(_site)
    sites, stale, newest = connection.execute(query.where(_site.c.presence == PRESENT)).one()
    return RegisterAge(int(sites), int(stale), newest or None)


def site_lines() -> Select[Any]:
    """The columns of a line of the list of mines, present ones only."""
    return (
        select(
            *_SITE,
            func.coalesce(_enterprise.c.name, "").label("enterprise_name"),
            func.coalesce(_enterprise.c.uscc, "").label("uscc"),
            _sort_key(_site).label("key"),
        )
        .outerjoin_from(_site, _enterprise, _enterprise.c.id == _site.c.enterprise_id)
        .where(_site.c.presence == PRESENT)
    )


def _search(
    connection: Connection,
    statement: Select[Any],
    table: Table,
    text: str,
    holds: ColumnElement[bool],
    after: After,
    limit: int,
) -> list[tuple[str, Any]]:
    """(sort_key, row) of one page. Text that nobody typed asks for everything, Chinese text for what holds it."""

    def page(narrowed: Select[Any], begin: After, most: int) -> list[Any]:
        return list(connection.execute(_page(narrowed, table, begin, most)).mappings())

    wanted = text.strip()
    if not wanted.isascii():
        return [(row["key"], row) for row in page(statement.where(holds), after, limit)]
    if not wanted:
        return [(row["key"], row) for row in page(statement, after, limit)]
    return _in_two_steps(page, statement, _begins(wanted, table), holds, after, limit)


def _in_two_steps(
    page: Callable[[Select[Any], After, int], list[Any]],
    statement: Select[Any],
    begins: ColumnElement[bool],
    holds: ColumnElement[bool],
    after: After,
    limit: int,
) -> list[tuple[str, Any]]:
    step, begin = (after[0][:1], (after[0][1:], after[1])) if after else (BEGINS, None)
    found: list[tuple[str, Any]] = []
    if step == BEGINS:
        found = [(BEGINS + row["key"], row) for row in page(statement.where(begins), begin, limit)]
        begin = None
    if len(found) < limit:
        rest = page(statement.where(holds, not_(begins)), begin, limit - len(found))
        found += [(HOLDS + row["key"], row) for row in rest]
    return found


def _site_conditions(query: SiteQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.kind is not None:
        conditions.append(_site.c.site_kind == query.kind.value)
    if query.state is not None:
        conditions.append(_site.c.site_state == query.state.value)
    if query.region_code:
        conditions.append(_site.c.region_code == query.region_code)
    if query.enterprise_id:
        conditions.append(_site.c.enterprise_id == query.enterprise_id)
    return conditions


def _begins(wanted: str, table: Table) -> ColumnElement[bool]:
    """A range of the sorting index."""
    key, first = _sort_key(table), wanted.lower()
    return and_(key >= first, key < first + _LAST)


def _holds(text: str, table: Table, uscc: Any = None) -> ColumnElement[bool]:
    """Chinese substring of the name, initials anywhere, or the beginning of a USCC."""
    wanted = text.strip()
    ways = [table.c.name.contains(wanted, autoescape=True)]
    if wanted.isascii():
        ways.append(table.c.pinyin_initials.contains(wanted.lower(), autoescape=True))
        if uscc is not None:
            ways.append(uscc.startswith(wanted.upper(), autoescape=True))
    return or_(*ways)


def _sort_key(table: Table) -> ColumnElement[str]:
    """The expression that the sorting index holds, spelled as the index spells it."""
    names = SORT_KEY.replace("pinyin_initials", f"{table.name}.pinyin_initials").replace(" name", f" {table.name}.name")
    return literal_column(names)


def _page(statement: Select[Any], table: Table, after: After, limit: int) -> Select[Any]:
    key = _sort_key(table)
    if after is not None:
        # the first condition alone lets the index jump to the place
        statement = statement.where(key >= after[0], tuple_(key, table.c.id) > tuple_(*after))
    return statement.order_by(key, table.c.id).limit(limit)
