"""Every endpoint of the server, and the guards that say who asks: each theme adds its own here."""

from collections.abc import Mapping

from sync.server import pulling
from sync.server.asked import Guard, Route

ROUTES: tuple[Route, ...] = (*pulling.ROUTES,)

# By the `auth` of a route: proves who asks, or raises Problem 401. A route whose guard is missing lets nobody in.
GUARDS: Mapping[str, Guard] = {}
