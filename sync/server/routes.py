"""Every endpoint of the server, and the guards that say who asks: each theme adds its own here."""

from collections.abc import Callable, Mapping

from sync.server import erasing, history, keeping, pulling, pushing, snapshot
from sync.server.asked import Guard, Route
from sync.server.blobs import routes as blobs
from sync.server.devices import routes as devices
from sync.server.devices.codes import first_code
from sync.server.devices.tokens import authenticate
from sync.server.doors import proving, working
from sync.server.doors import routes as doors
from sync.server.serving import Server
from sync.server.workers import Worker

ROUTES: tuple[Route, ...] = (
    *pulling.ROUTES,
    *pushing.ROUTES,
    *snapshot.ROUTES,
    *history.ROUTES,
    *blobs.ROUTES,
    *devices.ROUTES,
    *doors.ROUTES,
)

# By the `auth` of a route: proves who asks, or raises Problem 401. A route whose guard is missing lets nobody in.
GUARDS: Mapping[str, Guard] = {"device": authenticate, "partner": proving.any_partner, "channel": proving.channel}

# What the console shows at the start, with a label before it; None: nothing to say.
GREETINGS: tuple[tuple[str, Callable[[Server], str | None]], ...] = (("总部第一台电脑的接入码", first_code),)

# What runs now and then beside the requests.
WORKERS: tuple[Worker, ...] = (
    Worker("keeping", 3_600, keeping.look_after),
    Worker("erased", 3_600, erasing.look_after),
    Worker("erasing", 600, erasing.scrub_at_night),
    Worker("snapshots", 600, snapshot.sweep),
    Worker("doors", 1, working.look_into_logs),
    Worker("webhooks", 1, working.send),
)
