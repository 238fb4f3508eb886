"""`python -m sync.server partner`: partners from the console, before a head office's desk is at hand."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.paths import data_home
from sync.server.devices.registered import company_of
from sync.server.doors import addresses, letters, partners
from sync.server.doors.statuses import PartnerKind, PartnerStatus

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sync.server partner", description=__doc__)
    places = argparse.ArgumentParser(add_help=False)
    places.add_argument("--database", metavar="URL", help="as the server was started")
    places.add_argument("--data", metavar="DIR", type=Path, default=data_home() / "server", help="as the server has it")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", parents=[places], help="a new partner; prints its key, once")
    add.add_argument("--name", required=True)
    add.add_argument("--kind", choices=[str(kind) for kind in PartnerKind], default=str(PartnerKind.CHANNEL))
    add.add_argument("--estate", action="append", default=[], metavar="NAME", help="one it reaches; else every estate")
    add.add_argument(
        "--reception", default="", metavar="NAME", help="whose desk gets what fits nowhere; else the first"
    )
    add.add_argument("--webhook", default="", metavar="URL", help="where it hears what becomes of its reports")
    add.add_argument("--per-minute", type=int, default=600, help="requests at most (%(default)s)")
    for name, words in (
        ("rekey", "a new key; the old one goes on for a day"),
        ("close", "no request is let in any more"),
    ):
        one = commands.add_parser(name, parents=[places], help=words)
        one.add_argument("id")
    commands.add_parser("list", parents=[places], help="the partners")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    from sync.server.building import build_server

    told = options(arguments)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        server = build_server(told.data, told.database)
        try:
            run(server, told)
        finally:
            server.close()
    except DeskError as error:
        print(f"{error.message}\n{error.advice}", file=sys.stderr)
        return 1
    return 0


def run(server: "Server", told: argparse.Namespace) -> None:
    with server.store.session() as session:
        if told.command == "add":
            _add(server, session, told)
        elif told.command == "list":
            _list(session)
        else:
            _change(server, session, told)


def _add(server: "Server", session: "Session", told: argparse.Namespace) -> None:
    company = _company(session)
    known = {one.name: one.id for one in addresses.estates_of(session, company)}
    unknown = [name for name in (*told.estate, told.reception) if name and name not in known]
    if unknown or not known:
        raise DeskError(f"服务器上没有“{'、'.join(unknown) or '任何小区'}”", f"有的小区: {'、'.join(known) or '无'}")
    estates = tuple(known[name] for name in (told.estate or known))
    reception = known.get(told.reception, "")
    one = partners.make(
        session, company, told.name, told.kind, estates, server.clock(),
        reception=reception, webhook=told.webhook, per_minute=told.per_minute,
    )  # fmt: skip
    print(partners.key_of(server, one))


def _change(server: "Server", session: "Session", told: argparse.Namespace) -> None:
    one = partners.by_id(session, told.id)
    if one is None:
        raise DeskError(f"没有渠道 {told.id}", "用 list 看有哪些")
    if told.command == "rekey":
        one = partners.with_new_key(one, server.clock())
        print(partners.key_of(server, one))
    else:
        one = one._replace(status=str(PartnerStatus.CLOSED))
    partners.put(session, one)


def _list(session: "Session") -> None:
    counts = letters.counts(session)
    for one in partners.all_of(session, _company(session)):
        waiting, dead = counts.get(one.id, (0, 0))
        print(f"{one.id}\t{one.kind}\t{one.status}\t{one.name}\t{one.webhook or '-'}\t待送 {waiting}\t送不出去 {dead}")


def _company(session: "Session") -> str:
    company = company_of(session)
    if company is None:
        raise DeskError("服务器上还没有公司", "请先接入总部第一台电脑, 或用 --sample 启动服务器试用")
    return company
