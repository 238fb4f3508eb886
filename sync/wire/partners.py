"""Partners as the head office manages them, and the frame of what a partner sends, as JSON."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Raw, Struct, field

from sync.wire.channel import PLAIN, EventId, Moment, RecordId, Revision
from sync.wire.devices import Ident
from sync.wire.shop import MonthTold

PartnerName = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
Kind = Literal["channel", "shop", "company"]
Url = Annotated[str, Meta(max_length=300, pattern="^(https?://[!-~]+)?$")]
Estates = Annotated[list[RecordId], Meta(min_length=1, max_length=500)]
PerMinute = Annotated[int, Meta(ge=1, le=100_000)]


class PartnerAsk(Struct, frozen=True):
    """`reception`: the estate whose desk gets what fits nowhere; the first one where nothing is said."""

    by: Ident
    name: PartnerName
    kind: Kind
    estates: Estates
    reception: RecordId = ""
    webhook: Url = ""
    per_minute: PerMinute = 600


class PartnerEdit(Struct, frozen=True):
    by: Ident
    name: PartnerName
    estates: Estates
    reception: RecordId
    webhook: Url
    per_minute: PerMinute
    status: Literal["active", "closed"]


class Partner(Struct, frozen=True):
    """A line of the page. `key` (id and secret) is said once: when the partner is made, and when it gets a new one."""

    id: str
    name: str
    kind: str
    status: str
    estates: list[str]
    reception: str
    webhook: str
    per_minute: int
    made_at: int
    waiting: int = 0
    dead: int = 0
    key: str = ""


class Partners(Struct, frozen=True):
    partners: list[Partner]


class DeadLetter(Struct, frozen=True):
    """A webhook that nobody took. `said`: what the last try met with."""

    id: str
    partner: str
    kind: str
    event: str
    made_at: int
    tries: int
    said: str


class DeadLetters(Struct, frozen=True):
    letters: list[DeadLetter]


class SendAgain(Struct, frozen=True):
    by: Ident
    ids: Annotated[list[Ident], Meta(min_length=1, max_length=1000)]


class SentAgain(Struct, frozen=True):
    count: int


class PartnerEvent(Struct, frozen=True):
    """What a partner tells: `data` is as its kind has it."""

    event: EventId
    revision: Revision
    at: Moment
    data: Raw


class PartnerAnswer(Struct, frozen=True):
    event: str
    revision: int
    told: dict[str, Any] = field(default_factory=dict)


class Known(Struct, frozen=True):
    """One event of a partner. Of a channel the kinds are request, urge, cancel, rating; of a shop order, cancel,
    notice, exchange, compensation.
    """

    kind: Annotated[str, Meta(pattern="^[a-z_]{1,40}$")]
    event: EventId
    revision: Revision


class ReconcileAsk(Struct, frozen=True):
    """`month` (2026-11): a shop asks for the figures of its statement too."""

    events: Annotated[list[Known], Meta(max_length=1000)]
    month: Annotated[str, Meta(pattern="^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")] = ""


class ReconcileAnswer(Struct, frozen=True):
    """What is not known here is to be sent again, as it was."""

    known: list[Known]
    unknown: list[Known]
    statement: MonthTold | None = None
