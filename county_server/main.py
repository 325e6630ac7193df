"""The ``county-server`` command: serve, enrol, inventory, verify, backup, register, administration."""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from county_server.storage import CountyStore, Setup
from inspector_app.errors import BadInput, InspectorError
from inspector_app.messages import tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process exit status."""
    options = _parser().parse_args(arguments)
    try:
        result = options.run(options)
    except InspectorError as error:
        if options.json:
            told = {"code": error.code, "params": {name: str(value) for name, value in error.params.items()}}
            sys.stdout.write(json.dumps({"error": told}, ensure_ascii=False) + "\n")
        sys.stderr.write(f"{tell(error, options.lang)}\n[{error.code}]\n")
        return error.exit_status
    if result is not None:
        if options.json:
            text = json.dumps(result, ensure_ascii=False, indent=1)
        else:
            from inspector_app.commands.plain import plain

            text = plain(result)
        sys.stdout.write(text + "\n")
    return 1 if isinstance(result, dict) and result.get("ok") is False else 0


def _store(options: argparse.Namespace) -> CountyStore:
    database = options.database or os.environ.get("COUNTY_DATABASE")
    objects = options.objects or os.environ.get("COUNTY_OBJECTS")
    return CountyStore.open_or_create(Path(options.data), Setup(database, objects, options.sample))


def _serve(options: argparse.Namespace) -> None:
    import uvicorn

    from county_server.endpoints import build

    if bool(options.tls_cert) != bool(options.tls_key):
        raise BadInput("county.tls_incomplete")
    store = _store(options)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((options.host, options.port))
        except OSError as error:
            raise BadInput("county.port_taken", host=options.host, port=options.port) from error
        listener.listen(128)
        scheme = "https" if options.tls_cert else "http"
        sys.stdout.write(f"LISTENING {scheme}://{options.host}:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            build(store),
            log_level="warning",
            ssl_certfile=options.tls_cert,
            ssl_keyfile=options.tls_key,
            timeout_graceful_shutdown=5,
            timeout_keep_alive=75,
            limit_concurrency=options.connections,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _create(options: argparse.Namespace) -> dict[str, Any]:
    store = _store(options)
    office = store.create_office(options.region, options.name, is_city=options.city)
    told = {"county": store.county_id, "region": office.region, "name": office.name, "stream": office.stream_id}
    return {**told, "city": office.is_city, "sample": store.is_sample}


def _enrol(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.enrolment import EnrolmentService

    code = EnrolmentService(_store(options)).new_code(options.region, options.label, options.hours)
    return {"code": code, "region": options.region, "label": options.label, "hours": options.hours}


def _revoke(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.enrolment import EnrolmentService

    EnrolmentService(_store(options)).revoke(options.stream)
    return {"revoked": options.stream}


def _laptops(options: argparse.Namespace) -> list[dict[str, Any]]:
    from county_server.enrolment import EnrolmentService

    return EnrolmentService(_store(options)).laptops()


def _inventory(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.receipts import ReceiptService
    from county_server.visibility import visible_to

    store = _store(options)
    visible = visible_to(store, options.region) if options.region else None
    return ReceiptService(store).inventory(visible)


def _verify(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.backup import verify_store

    return verify_store(_store(options), files=not options.no_files)


def _backup(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.backup import back_up

    return back_up(_store(options), Path(options.to))


def _password(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.console.password import set_password

    store = _store(options)
    try:
        password = Path(options.password_file).read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise BadInput("command.passphrase_file", file=options.password_file) from error
    set_password(store, store.office(options.region).region, password)
    return {"console": options.region}


def _register_import(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.reference import import_register

    return import_register(_store(options), options.region, Path(options.file))


def _checklist_publish(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.reference import publish_checklist

    return publish_checklist(_store(options), options.region, Path(options.file), options.note)


def _officer_import(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.reference import import_officers

    return import_officers(_store(options), options.region, Path(options.file))


def _bureau(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.reference import set_bureau

    file = Path(options.file)
    try:
        facts = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadInput("command.input_not_json", file=str(file), detail=str(error)) from error
    return set_bureau(_store(options), options.region, facts)


def _setting(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.reference import set_setting

    return set_setting(_store(options), options.region, options.key, options.value)


_DATABASE = "数据库地址，默认用数据文件夹里的 SQLite / SQLAlchemy URL, e.g. postgresql+psycopg://… (COUNTY_DATABASE)"
_OBJECTS = "文件存到对象存储 / s3://bucket/prefix instead of a folder for files (COUNTY_OBJECTS)"


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", required=True, help="数据文件夹 / folder with everything the server keeps")
    shared.add_argument("--database", help=_DATABASE)
    shared.add_argument("--objects", help=_OBJECTS)
    shared.add_argument("--sample", action="store_true", help="示例县 / a sample county")
    shared.add_argument("--json", action="store_true", help="结果用 JSON 写出 / answer as JSON")
    shared.add_argument("--lang", choices=("zh", "en"), default="zh", help="文字 / language")
    parser = argparse.ArgumentParser(prog="county-server", description="矿安检 县级服务器 / county server")
    top = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(to: Any, name: str, run: Any, text: str, *arguments: tuple[str, dict[str, Any]]) -> None:
        made = to.add_parser(name, parents=[shared], help=text, description=text)
        made.set_defaults(run=run)
        for flag, described in arguments:
            made.add_argument(flag, **described)

    def group(name: str, text: str) -> Any:
        return top.add_parser(name, help=text).add_subparsers(required=True, metavar="COMMAND")

    _everyday(command, top)
    _administration(command, group)
    return parser


_REGION = ("--region", {"default": "331123", "help": "行政区划代码，默认 %(default)s / GB region code"})
_FILE = ("file", {"help": "文件 / file"})
_STREAM = {"required": True, "help": "笔记本的流编号（见 admin laptops）/ the laptop's stream, see admin laptops"}


def _everyday(command: Any, top: Any) -> None:
    """Commands that stand alone."""
    command(
        top, "serve", _serve, "启动 / serve",
        ("--host", {"default": "127.0.0.1", "help": "监听地址，默认只限本机 / %(default)s: this machine only"}),
        ("--port", {"type": int, "default": 8600, "help": "端口，默认 %(default)s / port"}),
        ("--tls-cert", {"help": "证书（PEM）/ certificate chain"}),
        ("--tls-key", {"help": "私钥（PEM）/ private key"}),
        ("--connections", {"type": int, "default": 256, "help": "同时连接上限，默认 %(default)s / most connections"}),
    )  # fmt: skip
    command(
        top, "enrol", _enrol, "一次性注册码 / one-time code for a laptop",
        _REGION,
        ("--label", {"default": "", "help": "给哪台笔记本，写在清单里 / which laptop it is for"}),
        ("--hours", {"type": int, "default": 72, "help": "几小时内有效，默认 %(default)s / hours until it ends"}),
    )  # fmt: skip
    one_region = ("--region", {"help": "只看一个县 / only what one office may see"})
    command(top, "inventory", _inventory, "数据清单 / what the county holds", one_region)
    command(
        top, "verify", _verify, "核验 / verify journal, rows and files",
        ("--no-files", {"action": "store_true", "help": "不读文件 / leave the files out"}),
    )  # fmt: skip
    command(
        top, "backup", _backup, "备份 / copy everything into one folder",
        ("--to", {"required": True, "help": "备份到这个空文件夹 / an empty folder for the copy"}),
    )  # fmt: skip


def _administration(command: Any, group: Any) -> None:
    """Commands of the administrator."""
    admin = group("admin", "管理 / administration")
    command(
        admin, "create", _create, "设立县（市、区）/ serve one more office",
        _REGION,
        ("--name", {"default": "遂昌县应急管理局", "help": "局名，默认 %(default)s / name of the office"}),
        ("--city", {"action": "store_true", "help": "市局，可看全部县 / the city's office, which sees all counties"}),
    )  # fmt: skip
    command(admin, "revoke", _revoke, "吊销 / take a laptop's right to send away", ("--stream", _STREAM))
    command(admin, "laptops", _laptops, "笔记本清单 / all laptops")
    command(
        admin, "password", _password, "控制台口令 / console password of an office",
        _REGION, ("--password-file", {"required": True, "help": "写有口令的文件 / file that holds the password"}),
    )  # fmt: skip
    command(
        admin, "bureau", _bureau, "下发本局信息（JSON）/ facts of the bureau for all laptops of an office",
        _FILE, _REGION,
    )  # fmt: skip
    command(
        admin, "setting", _setting, "下发参数 / a parameter for all laptops of an office",
        _REGION,
        ("--key", {"required": True, "help": "参数名 / name of the parameter"}),
        ("--value", {"required": True, "help": "值（JSON）/ value as JSON"}),
    )  # fmt: skip
    register = group("register", "企业名册 / register")
    command(register, "import", _register_import, "导入企业名册 / import a register", _FILE, _REGION)
    checklists = group("checklist", "检查表 / checklists")
    command(
        checklists, "publish", _checklist_publish, "下发检查表 / a checklist for all laptops of an office",
        _FILE, _REGION, ("--note", {"default": "", "help": "改了什么 / what changed"}),
    )  # fmt: skip
    officers = group("officer", "执法人员 / officers")
    command(officers, "import", _officer_import, "导入执法人员（JSON）/ import officers", _FILE, _REGION)


if __name__ == "__main__":
    sys.exit(main())
