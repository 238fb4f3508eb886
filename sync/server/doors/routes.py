"""The endpoints of the doors, and what the head office manages of them."""

from collections.abc import Mapping
from typing import Any

from sync.server.asked import JSON, Endpoint, Route
from sync.server.doors import following, managing, partner_door, requests
from sync.server.doors.partner_door import KINDS, Work
from sync.wire.channel import Follow, Rating, RequestAsk, Told
from sync.wire.office import By
from sync.wire.partners import (
    DeadLetters,
    Partner,
    PartnerAnswer,
    PartnerAsk,
    PartnerEdit,
    PartnerEvent,
    Partners,
    ReconcileAnswer,
    ReconcileAsk,
    SendAgain,
    SentAgain,
)

BY = {"by": "The person who asks"}
EVENT = "/v1/channel/requests/{event}"
EVENTS_BYTES = 256 * 1024


def _route(
    method: str, path: str, endpoint: Endpoint, summary: str, takes: Any, gives: Any, *problems: int, **more: Any
) -> Route:
    told = {"tag": "doors", "takes_media": JSON, "gives_media": JSON, "takes": takes, "gives": gives, **more}
    return Route(method, path, endpoint, summary, problems=problems, **told)


def _channel(method: str, path: str, endpoint: Endpoint, summary: str, takes: Any) -> Route:
    return _route(method, path, endpoint, summary, takes, Told, 403, 404, 409, auth="channel")


def partner_routes(kinds: Mapping[str, Work]) -> tuple[Route, ...]:
    """The partner door with these kinds."""
    return (
        _route("POST", "/v1/partner/reconcile", partner_door.reconcile, "Which of these events are known here",
               ReconcileAsk, ReconcileAnswer, 403, auth="partner", limit_bytes=EVENTS_BYTES),
        _route("POST", "/v1/partner/{kind}", partner_door.door(kinds), "An event of a partner, once",
               PartnerEvent, PartnerAnswer, 403, 404, 409, auth="partner"),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    _channel("POST", "/v1/channel/requests", requests.request, "A resident's report, or a change of it", RequestAsk),
    _channel("GET", EVENT, following.status, "How a report stands: who comes, when, what it costs", None),
    _channel("POST", f"{EVENT}/urge", following.urge, "The resident urges", Follow),
    _channel("POST", f"{EVENT}/cancel", following.cancel, "The resident calls it off", Follow),
    _channel("POST", f"{EVENT}/rating", following.rating, "The resident rates finished work", Rating),
    *partner_routes(KINDS),
    _route("GET", "/v1/partners", managing.listed, "The company's partners", None, Partners, 403, query=BY),
    _route("POST", "/v1/partners", managing.make, "A new partner; its key is said once", PartnerAsk, Partner, 403, 409),
    _route("POST", "/v1/partners/{partner}/edit", managing.edit, "A partner is changed or closed", PartnerEdit, Partner,
           403, 404, 409),
    _route("POST", "/v1/partners/{partner}/rekey", managing.rekey, "A new key; the old one goes on for a day", By,
           Partner, 403, 404),
    _route("GET", "/v1/webhooks/dead", managing.dead, "Webhooks that nobody took", None, DeadLetters, 403, query=BY),
    _route("POST", "/v1/webhooks/again", managing.again, "Dead letters are sent again", SendAgain, SentAgain, 403),
)  # fmt: skip
