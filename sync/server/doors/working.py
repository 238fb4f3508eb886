"""What the doors do by themselves: forwarded reports, letters from the log, letters on the wire."""

from typing import TYPE_CHECKING

from sync.server.doors.cursors import Pages
from sync.server.doors.forwarding import forward
from sync.server.doors.letters import next_due
from sync.server.doors.sending import deliver
from sync.server.doors.telling import collect

if TYPE_CHECKING:
    import httpx

    from sync.server.serving import Server

LOOK_MS = 1_000  # how often the logs are looked at


def run_due(server: "Server", http: "httpx.Client", now: int) -> int:
    """Everything that is due; says when to come again."""
    read_logs(server, now)
    due = deliver(server, http, now)
    return now + LOOK_MS if due is None else max(now, min(due, now + LOOK_MS))


def read_logs(server: "Server", now: int) -> None:
    """What the logs lead to: no network, so that a slow receiver holds nothing up."""
    pages = Pages(server)
    forward(server, pages, now)
    collect(server, pages, now)


def look_into_logs(server: "Server") -> None:
    """The first worker of a server at work."""
    read_logs(server, server.clock())


def send(server: "Server") -> None:
    """The second one. A connection is made only where there is something to send."""
    now = server.clock()
    with server.store.reading() as session:
        due = next_due(session)
    if due is not None and due <= now:
        import httpx

        with httpx.Client(verify=server.trusted) as http:
            deliver(server, http, now)
