"""Commands around the store itself: set up, officers, backup, journal, health."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.commands.command import Argument, Command, Context
from inspector_app.commands.described import array_of
from inspector_app.commands.secrets import read_secret
from inspector_app.messages import say
from inspector_app.office.values import OfficerRow


def _init(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.store import NewOfficer, Store

    officer = NewOfficer(
        given["login"], context.passphrase, name=given["name"] or "", cert_no=given["certificate"] or ""
    )
    store, recovery = Store.create(context.data_dir, officer, is_sample=bool(given["sample"]))
    summary = {}
    if given["sample"]:
        from datetime import date

        from inspector_app.sample.papers import load_county

        summary = {"sample": asdict(load_county(store, date.today()))}  # noqa: DTZ011 - local day
    result = {
        "store": store.key_file.store_id,
        "stream": store.stream_id,
        "sample": store.is_sample,
        "officer": store.officer_id,
        "recovery_key": recovery,
        **summary,
    }
    store.close()
    return result


def _officer_add(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.store import NewOfficer

    passphrase = read_secret(given["new_passphrase_file"])
    officer = NewOfficer(given["login"], passphrase, given["name"] or "", given["certificate"] or "")
    return {"officer": context.app.store.add_officer(officer, given["officer_id"])}


def _officer_passphrase(context: Context, given: Mapping[str, Any]) -> Any:
    store = context.app.store
    login = given["login"] or store.key_file.login_of(store.officer_id) or ""
    store.change_passphrase(login, read_secret(given["new_passphrase_file"]), renew_key=bool(given["renew_key"]))
    return {"changed": login, "key_renewed": bool(given["renew_key"])}


def _recovery_renew(context: Context, given: Mapping[str, Any]) -> Any:
    """A recovery key is kept nowhere, so printing one means making a new one."""
    from inspector_app.storage.durable import atomic_write

    store = context.app.store
    recovery = store.renew_recovery()
    shown = {"recovery_key": recovery, "former_key": "void"}
    if given["to"]:
        sheet = say("recovery.sheet", store=store.key_file.store_id, key=recovery, at=store.clock.now().iso[:10])
        atomic_write(Path(given["to"]), (str(sheet) + "\n").encode("utf-8"))
        shown["sheet"] = given["to"]
    return shown


def _recovery_check(context: Context, given: Mapping[str, Any]) -> Any:
    """Whether a printed recovery key still opens this store; nothing is unlocked by asking."""
    from inspector_app.storage.reader import unlock

    unlock(context.data_dir, "recovery", read_secret(given["key_file"]))
    return {"ok": True}


def _officer_remove(context: Context, given: Mapping[str, Any]) -> Any:
    context.app.store.remove_officer(given["login"])
    return {"removed": given["login"]}


def _officer_list(context: Context, _given: Mapping[str, Any]) -> Any:
    return [asdict(row) for row in context.app.office.officers()]


def _officers_shown(rows: Any) -> Any:
    """For people: one line each, in the words of the office."""
    from inspector_app import terms
    from inspector_app.office.values import CertificateState, OfficerRole

    return [
        {
            "姓名": row["name"],
            "身份": terms.label(OfficerRole(row["role"])),
            "执法证号": row["cert_no"],
            "证件": terms.label(CertificateState(row["certificate"])),
            "有效至": row["cert_valid_to_on"] or "",
            "部门": row["department"],
            "职务": row["title"],
            "登录名": row["login"] if row["unlocks"] else "",
            "编号": row["id"],
        }
        for row in rows
    ]


def _inventory(context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app.sync.inventory import laptop_inventory

    return laptop_inventory(context.app.store)


def _backup_create(context: Context, given: Mapping[str, Any]) -> Any:
    return {"backup": str(context.app.store.back_up(Path(given["to"])))}


def _backup_restore(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.store import Store

    backup = Path(given["from"])
    login = context.login if given.get("login") is None else given["login"]
    store = Store.restore(backup, context.data_dir, login, context.passphrase)
    stream = store.stream_id
    store.close()
    return {"restored": str(context.data_dir), "stream": stream}


def _journal_verify(context: Context, _given: Mapping[str, Any]) -> Any:
    from inspector_app.store_check import check_store

    def progress(done: int, total: int) -> None:
        context.say(f"{done}/{total}")

    report = check_store(context.app.store, progress)
    problems = [
        {**asdict(problem), "told": str(say(problem.code, where=problem.where, detail=problem.detail))}
        for problem in report.problems
    ]
    return {
        "ok": report.ok,
        "entries": report.entries,
        "rows": report.rows,
        "streams": report.streams,
        "forks": report.forks,
        "problems": problems,
    }


def _journal_export(context: Context, given: Mapping[str, Any]) -> Any:
    from inspector_app.storage import journal
    from inspector_app.storage.durable import atomic_write

    lines = []
    with context.app.store.units.read() as connection:
        for position, entry in journal.read(connection, record_id=given["record"]):
            shown = {"position": position, "id": entry.id, **json.loads(entry.body)}
            lines.append(json.dumps(shown, ensure_ascii=False, sort_keys=True))
    target = Path(given["to"])
    atomic_write(target, ("\n".join(lines) + "\n").encode("utf-8"))
    return {"entries": len(lines), "file": str(target)}


_LOGIN = Argument("login", "登录名 / log-in name", required=True)
_NAME = Argument("name", "姓名 / name as on papers")
_CERTIFICATE = Argument("certificate", "执法证号 / certificate number")

COMMANDS = (
    Command(
        "store init",
        "建立数据库 / set up a store",
        _init,
        (_LOGIN, _NAME, _CERTIFICATE, Argument("sample", "示例县 / sample county", "flag")),
    ),
    Command(
        "officer add",
        "添加执法人员 / add an officer of this laptop",
        _officer_add,
        (
            _LOGIN,
            _NAME,
            _CERTIFICATE,
            Argument("officer_id", "名册中的编号 / id in the office register"),
            Argument("new_passphrase_file", "其口令文件 / file with his passphrase", "path", required=True),
        ),
    ),
    Command(
        "officer passphrase",
        "修改口令 / change a passphrase",
        _officer_passphrase,
        (
            Argument("login", "登录名（默认本人） / log-in name (your own by default)"),
            Argument("new_passphrase_file", "新口令文件 / file with the new passphrase", "path", required=True),
            Argument("renew_key", "同时更换数据库密钥 / renew the store key as well", "flag"),
        ),
    ),
    Command(
        "recovery renew",
        "重制恢复密钥，旧的作废 / a new recovery key; the former one is void",
        _recovery_renew,
        (Argument("to", "写成可打印的一页 / write a sheet to print", "path"),),
    ),
    Command(
        "recovery print",
        "制作恢复密钥页（旧的作废） / make a sheet with a new recovery key",
        _recovery_renew,
        (Argument("to", "文件 / file", "path", required=True),),
    ),
    Command(
        "recovery check",
        "核对纸上的恢复密钥 / does the printed key still open this store",
        _recovery_check,
        (Argument("key_file", "恢复密钥文件 / file with the key", "path", required=True),),
    ),
    Command("officer remove", "移除执法人员 / take an officer's way in away", _officer_remove, (_LOGIN,)),
    Command(
        "officer list", "执法人员名单 / officers", _officer_list, output=array_of(OfficerRow), brief=_officers_shown
    ),
    Command("inventory", "数据清单 / records by kind, blobs, heads", _inventory),
    Command(
        "backup create",
        "备份 / copy the whole store",
        _backup_create,
        (Argument("to", "目标文件夹 / folder", "path", required=True),),
    ),
    Command(
        "backup restore",
        "恢复备份 / restore into --data-dir",
        _backup_restore,
        (
            Argument("from", "备份文件夹 / backup folder", "path", required=True),
            Argument("login", "登录名 / log-in name"),
        ),
    ),
    Command("journal verify", "核验日志 / verify journal, rows and files", _journal_verify),
    Command(
        "journal export",
        "导出日志 / journal as JSON lines",
        _journal_export,
        (
            Argument("to", "文件 / file", "path", required=True),
            Argument("record", "只导出一条记录 / only this record"),
        ),
    ),
)
