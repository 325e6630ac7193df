"""The ``county-server`` command: serve, enrol, inventory, verify, administration."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from county_server.enrolment import EnrolmentService
from county_server.handover import HandoverService
from county_server.storage import CountyStore
from inspector_app.errors import InspectorError
from inspector_app.messages import tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process exit status."""
    options = _parser().parse_args(arguments)
    try:
        result = options.run(options)
    except InspectorError as error:
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
    return CountyStore.open_or_create(Path(options.data), url=options.database, is_sample=options.sample)


def _serve(options: argparse.Namespace) -> None:
    import uvicorn

    from county_server.endpoints import build

    store = _store(options)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        scheme = "https" if options.tls_cert else "http"
        sys.stdout.write(f"LISTENING {scheme}://{options.host}:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            build(store),
            log_level="warning",
            ssl_certfile=options.tls_cert,
            ssl_keyfile=options.tls_key,
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _create(options: argparse.Namespace) -> dict[str, Any]:
    store = _store(options)
    EnrolmentService(store).create_office(options.region, options.name, is_city=options.city)
    return {"county": store.county_id, "region": options.region, "name": options.name, "sample": store.is_sample}


def _enrol(options: argparse.Namespace) -> dict[str, Any]:
    code = EnrolmentService(_store(options)).new_code(options.region, options.label)
    return {"code": code, "region": options.region, "label": options.label}


def _revoke(options: argparse.Namespace) -> dict[str, Any]:
    EnrolmentService(_store(options)).revoke(options.stream)
    return {"revoked": options.stream}


def _inventory(options: argparse.Namespace) -> dict[str, Any]:
    return HandoverService(_store(options)).inventory()


def _verify(options: argparse.Namespace) -> dict[str, Any]:
    from dataclasses import asdict

    from inspector_app.storage.verify import verify

    store = _store(options)
    with store.units.read() as connection:
        report = verify(connection, store.fold)
    problems = [asdict(problem) for problem in report.problems]
    return {
        "ok": report.ok,
        "entries": report.entries,
        "rows": report.rows,
        "forks": report.forks,
        "problems": problems,
    }


def _password(options: argparse.Namespace) -> dict[str, Any]:
    from county_server.console.password import set_password

    set_password(_store(options), Path(options.password_file).read_text("utf-8").rstrip("\r\n"))
    return {"console": "password set"}


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", required=True, help="数据文件夹 / folder with everything the server keeps")
    shared.add_argument("--database", help="SQLAlchemy URL, e.g. postgresql+psycopg://… (default: SQLite in --data)")
    shared.add_argument("--sample", action="store_true", help="示例县 / a sample county")
    shared.add_argument("--json", action="store_true")
    shared.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser = argparse.ArgumentParser(prog="county-server", description="矿安检 县级服务器 / county server")
    top = parser.add_subparsers(required=True)

    def command(name: str, run: Any, to: Any = None, **described: str) -> argparse.ArgumentParser:
        made = (to or top).add_parser(name, parents=[shared], **described)
        made.set_defaults(run=run)
        return made  # type: ignore[no-any-return]

    serve = command("serve", _serve, help="启动 / serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8600)
    serve.add_argument("--tls-cert")
    serve.add_argument("--tls-key")
    admin = top.add_parser("admin", help="管理 / administration").add_subparsers(required=True)
    _office_arguments(command("create", _create, admin, help="设立县（市、区）/ serve one more office"))
    revoke = command("revoke", _revoke, admin, help="吊销 / take a laptop's right to send away")
    revoke.add_argument("--stream", required=True)
    password = command("password", _password, admin, help="控制台口令 / console password")
    password.add_argument("--password-file", required=True)
    enrol = command("enrol", _enrol, help="一次性注册码 / one-time code for a laptop")
    enrol.add_argument("--region", default="331123")
    enrol.add_argument("--label", default="")
    command("inventory", _inventory, help="数据清单 / what the county holds")
    command("verify", _verify, help="核验 / verify the journal")
    return parser


def _office_arguments(create: argparse.ArgumentParser) -> None:
    create.add_argument("--region", default="331123", help="行政区划代码 / GB region code")
    create.add_argument("--name", default="遂昌县应急管理局")
    create.add_argument("--city", action="store_true")


if __name__ == "__main__":
    sys.exit(main())
