"""What the tour plays on: one desk with the sample office; two new PCs beside a server that has it, then a shop too."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent

from desk.app import all_lanes, compose
from desk.app.desk import Desk
from desk.sample.pins import sample_pin
from desk.store import keys, schema
from desk.store.database import Database
from desk.ui.tasks import Tasks
from desk.ui.tour.center import Center
from desk.ui.tour.journey import START as START
from desk.ui.tour.journey import Journey, MovableClock
from desk.ui.tour.page import Album
from desk.ui.tour.rooms import Rooms
from desk.ui.tour.shop import NAME as SHOP
from desk.ui.tour.shop import Shop
from desk.ui.tour.two_desks import Hand, TwoDesks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PIN = sample_pin("03")
SERVER_PYTHON = "WUYE_SERVER_PYTHON"  # where the server's packages are, told by the installer
TITLE = "两台前台和一个服务器: 断网、各记各的、再对齐"
ESTATE = "翠湖花园"  # whose two PCs they are: its manager may have its complaints there
ROOMS = "生鲜、公告、投诉、交接班: 从门店下单到第二天回访"
Bug = Callable[[Exception], object]


def one_desk(application: "QApplication", database: Database, out: Path, bug: Bug = print) -> Path:
    """The whole job at one desk, on sample data of the tour's day; returns the index page."""
    lanes = {"db": Tasks(1), "work": Tasks(2)}
    for lane in lanes.values():
        lane.failed.connect(bug)
    desk = compose(application, database, clock := MovableClock(START), lanes, sample=True)
    try:
        return Journey(desk, clock, out, lambda: _wait([lanes]), PIN).play()
    finally:
        _end(desk)


class Played(NamedTuple):
    """The index pages of the two parts, and what was played."""

    page: Path
    rooms_page: Path
    two_desks: TwoDesks
    rooms: Rooms


def beside_a_server(application: "QApplication", sample: Database, folder: Path, out: Path, bug: Bug = print) -> Played:
    """The office on a server of its own, two PCs that join it; then one of them with a shop beside, in out/rooms."""
    clock = MovableClock(START)
    codes = _office(folder / "server", sample, clock)
    lanes_of = [all_lanes() for _ in codes]
    desks = [_new_pc(application, folder / f"pc{k}", clock, lanes, bug) for k, lanes in enumerate(lanes_of, 1)]
    python = os.environ.get(SERVER_PYTHON) or sys.executable
    center, shop = Center(folder / "server", python), Shop(folder / "shop.log", python)
    album, more = Album(out, TITLE), Album(out / "rooms", ROOMS)
    settle = partial(_wait, lanes_of)
    played = TwoDesks(desks[0], desks[1], center, codes, clock, album, settle, PIN)
    rooms = Rooms(Hand(desks[0], "前台1", more, settle), center, shop, clock)
    try:
        played.play()
        _end(desks.pop())
        del lanes_of[1:]
        center.stop()
        shop.key = _partner(folder / "server", shop, clock)
        rooms.play()
    finally:
        shop.stop()
        center.stop()
        for desk in desks:
            _end(desk)
    return Played(album.write(), more.write(), played, rooms)


def _end(desk: Desk) -> None:
    """Closed, and gone with all that looks at the clock: whoever has played goes on without its files."""
    desk.window.close()
    desk.close()
    for one in (desk.window, desk):
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _office(folder: Path, sample: Database, clock: MovableClock) -> tuple[str, str]:
    """A server's data with the sample office; two codes, as its head office would give them."""
    from sync.server import sample as server_sample
    from sync.server.building import build_server
    from sync.server.devices import codes
    from sync.server.devices.registered import company_of
    from sync.server.doors import addresses

    server = build_server(folder, clock=clock)
    try:
        server_sample.take_over(server, sample)
        with server.store.session() as session:
            company = company_of(session) or ""
            here = next(one.scope for one in addresses.estates_of(session, company) if one.name == ESTATE)
            made = [codes.make(server, session, company, [here], "", clock()).code for _ in range(2)]
    finally:
        server.close()
    return made[0], made[1]


def _partner(folder: Path, shop: Shop, clock: MovableClock) -> str:
    """The shop's key at a server that stands still, as `partner add --kind shop` would print it."""
    from sync.server.building import build_server
    from sync.server.devices.registered import company_of
    from sync.server.doors import addresses, partners
    from sync.server.doors.statuses import PartnerKind

    server = build_server(folder, clock=clock)
    try:
        with server.store.session() as session:
            company = company_of(session) or ""
            estates = tuple(one.id for one in addresses.estates_of(session, company))
            made = partners.make(
                session, company, SHOP, str(PartnerKind.SHOP), estates, clock(), webhook=shop.webhook
            )  # fmt: skip
            return partners.key_of(server, made)
    finally:
        server.close()


def _new_pc(application: "QApplication", folder: Path, clock: MovableClock, lanes: dict[str, Tasks], bug: Bug) -> Desk:
    """A PC with an empty folder, at its first page."""
    for lane in lanes.values():
        lane.failed.connect(bug)
    database = Database(folder / "desk.db", keys.key_for(folder))
    schema.prepare(database)
    desk = Desk(application, folder, clock, lambda: lanes, False)
    desk.opening.open(database)
    desk.join()
    return desk


def _wait(lanes_of: list[dict[str, Tasks]]) -> None:
    """Until the lanes of reading and writing are empty; those of the wire never are."""
    for lanes in lanes_of:
        for name in ("db", "work"):
            lanes[name].wait()
