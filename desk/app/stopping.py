"""A desk that the head office has stopped for good: its data is closed for ever, and the person is told why."""

from typing import TYPE_CHECKING

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.app.desk import Desk


def stop(desk: "Desk", why: DeskError) -> None:
    """What the server's own signed word asks for. Anything else that ends the traffic leaves the data alone."""
    from sync.client.tokens import Revoked, destroy

    database, frame = desk.database, desk.frame
    if not isinstance(why, Revoked) or database is None:
        return
    desk.opening.refuse(why)
    desk.database = desk.frame = None
    if frame is not None:
        desk.window.drop_page(frame)
    for lane in desk.lanes.values():
        lane.wait()
    destroy(database, desk.folder)
