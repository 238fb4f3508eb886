"""What joins a desk once Today stands: the document camera's folder, and the line to its server."""

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.app.desk import Desk


def watch_camera(desk: "Desk") -> None:
    from desk.ui.special import camera

    if desk.counter is not None and desk.database is not None:
        camera.begin(desk.database, desk.counter.camera, desk.counter.ways.said.emit)


def join_wire(desk: "Desk") -> None:
    """From now on this desk talks with its server, if it has one."""
    from desk.app.stopping import stop
    from desk.app.wire import SEND, Wire

    if desk.counter is None or SEND not in desk.lanes:
        return
    desk.wire = wire = Wire(desk.counter, desk.lanes, desk)
    wire.stopped.connect(partial(stop, desk))
    wire.start()
    ways = desk.counter.ways
    ways.enrolled.connect(wire.start)
    ways.sync_now.connect(wire.wake)
    ways.agree_wanted.connect(wire.agree)
