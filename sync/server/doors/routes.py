"""The endpoints of the doors, and what the head office manages of them."""

from collections.abc import Mapping
from typing import Any

from sync.server.asked import JSON, Endpoint, Route
from sync.server.doors import (
    following,
    managing,
    notice_telling,
    partner_door,
    requests,
    shop_events,
    shop_month,
    sign_ups,
)
from sync.server.doors.partner_door import Kind
from sync.server.doors.statuses import PartnerKind
from sync.wire.channel import Follow, Rating, RequestAsk, Told
from sync.wire.notices import ReceiptAsk, SignUpAsk, SignUpTold
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
from sync.wire.shop import OrderTold

BY = {"by": "The person who asks"}
EVENT = "/v1/channel/requests/{event}"
SIGN_UP = "/v1/channel/sign-ups/{event}"
EVENTS_BYTES = 256 * 1024
NOTICE_KINDS = {
    "notice_receipt": Kind(
        notice_telling.receive, "How many a notice was delivered to", ReceiptAsk, of=str(PartnerKind.CHANNEL),
        where=notice_telling.where,
    ),
}  # fmt: skip


def _route(
    method: str, path: str, endpoint: Endpoint, summary: str, takes: Any, gives: Any, *problems: int, **more: Any
) -> Route:
    told = {"tag": "doors", "takes_media": JSON, "gives_media": JSON, "takes": takes, "gives": gives, **more}
    return Route(method, path, endpoint, summary, problems=problems, **told)


def _channel(method: str, path: str, endpoint: Endpoint, summary: str, takes: Any, gives: Any = Told) -> Route:
    return _route(method, path, endpoint, summary, takes, gives, 403, 404, 409, auth="channel")


def partner_routes(kinds: Mapping[str, Kind]) -> tuple[Route, ...]:
    """The partner door with these kinds."""
    each = (
        _route("POST", f"/v1/partner/{name}", partner_door.door(name, kind), kind.summary, kind.takes, kind.gives,
               403, 404, 409, auth="partner")
        for name, kind in kinds.items()
    )  # fmt: skip
    return (
        _route("POST", "/v1/partner/reconcile", partner_door.reconciling(shop_month.told),
               "Which of these events are known here, and the figures of a month", ReconcileAsk, ReconcileAnswer, 403,
               auth="partner", limit_bytes=EVENTS_BYTES),
        *each,
        _route("GET", "/v1/partner/orders/{event}", shop_events.status, "How a shop's order stands", None, OrderTold,
               403, 404, auth="partner"),
        _route("POST", "/v1/partner/{kind}", partner_door.unknown, "A kind that nobody serves", PartnerEvent,
               PartnerAnswer, 403, 404, 409, auth="partner"),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    _channel("POST", "/v1/channel/requests", requests.request, "A resident's report, or a change of it", RequestAsk),
    _channel("GET", EVENT, following.status, "How a report stands: who comes, when, what it costs", None),
    _channel("POST", f"{EVENT}/urge", following.urge, "The resident urges", Follow),
    _channel("POST", f"{EVENT}/cancel", following.cancel, "The resident calls it off", Follow),
    _channel("POST", f"{EVENT}/rating", following.rating, "The resident rates finished work", Rating),
    _channel("POST", "/v1/channel/sign-ups", sign_ups.sign_up, "A resident signs up for an activity, or changes it",
             SignUpAsk, SignUpTold),
    _channel("GET", SIGN_UP, sign_ups.status, "How a sign-up stands: a place, or which one waiting", None, SignUpTold),
    _channel("POST", f"{SIGN_UP}/cancel", sign_ups.cancel, "The resident calls it off", Follow, SignUpTold),
    *partner_routes({**shop_events.KINDS, **NOTICE_KINDS}),
    _route("GET", "/v1/partners", managing.listed, "The company's partners", None, Partners, 403, query=BY),
    _route("POST", "/v1/partners", managing.make, "A new partner; its key is said once", PartnerAsk, Partner, 403, 409),
    _route("POST", "/v1/partners/{partner}/edit", managing.edit, "A partner is changed or closed", PartnerEdit, Partner,
           403, 404, 409),
    _route("POST", "/v1/partners/{partner}/rekey", managing.rekey, "A new key; the old one goes on for a day", By,
           Partner, 403, 404),
    _route("GET", "/v1/webhooks/dead", managing.dead, "Webhooks that nobody took", None, DeadLetters, 403, query=BY),
    _route("POST", "/v1/webhooks/again", managing.again, "Dead letters are sent again", SendAgain, SentAgain, 403),
)  # fmt: skip
