"""What a resident's channel says and hears, as JSON. Moments are milliseconds UTC; an event's id is the channel's own.

The same event with the same revision is answered as before, however often it comes; a higher revision changes it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

PLAIN = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"  # one line
LINES = "^[^\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]*$"  # line ends and tabs too
MOST_PHOTOS = 9
LATEST = 4_102_444_800_000  # the year 2100: what lies behind it is a mistake

EventId = Annotated[str, Meta(pattern="^[0-9A-Za-z._-]{1,64}$", description="The partner's own id of the event")]
Revision = Annotated[int, Meta(ge=1, le=1_000_000, description="1, 2, 3 ... as the event is changed")]
Moment = Annotated[int, Meta(ge=0, le=LATEST, description="Milliseconds UTC")]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
Phone = Annotated[str, Meta(min_length=3, max_length=40, pattern="^[0-9+()#*转 -]*$")]
OpenId = Annotated[str, Meta(max_length=128, pattern="^[0-9A-Za-z._-]*$", description="The person's id in the channel")]
Address = Annotated[str, Meta(max_length=80, pattern=PLAIN, description="As the resident wrote it: 翠湖花园3-2-1801")]
RecordId = Annotated[str, Meta(pattern="^([0-9a-f-]{36})?$")]
Words = Annotated[str, Meta(min_length=1, max_length=500, pattern=LINES)]
Said = Annotated[str, Meta(max_length=500, pattern=LINES)]
Photo = Annotated[str, Meta(max_length=200, pattern="^https://[!-~]+$", description="Where the picture can be seen")]


class Who(Struct, frozen=True):
    name: Name
    phone: Phone
    openid: OpenId = ""


class RequestAsk(Struct, frozen=True):
    """A repair, an appointment or a question. One of `home` (its id) and `address` says where; `estate` is optional.

    An address that fits no home, or more than one, is looked at by a person; so is a person who is not known there.
    """

    event: EventId
    revision: Revision
    at: Moment
    who: Who
    matter: Words
    address: Address = ""
    home: RecordId = ""
    estate: RecordId = ""
    kind: Literal["fault", "appointment", "enquiry"] = "fault"
    wanted_from_at: Moment | None = None
    wanted_to_at: Moment | None = None
    photos: Annotated[list[Photo], Meta(max_length=MOST_PHOTOS)] = field(default_factory=list)


class Told(Struct, frozen=True):
    """How a request stands: what may be shown to the resident who sent it. `words` is a sentence for him.

    `unchecked`: `identity` or `address`, what a person has yet to look at. `phone` is of him who comes.
    """

    event: str
    no: str
    state: str
    label: str
    words: str
    estate: str
    desk_phone: str
    where: str
    unchecked: list[str]
    window_from_at: int | None = None
    window_to_at: int | None = None
    crew: str = ""
    technician: str = ""
    phone: str = ""
    charge: str = ""
    charge_words: str = ""
    finished_at: int | None = None
    rating: str = ""


class Follow(Struct, frozen=True):
    """An urge or a wish to call it off. `id` is the event's own."""

    id: EventId
    at: Moment
    words: Said = ""


class Rating(Struct, frozen=True):
    """Said once the work is finished: good 满意, fair 较满意, bad 不满意."""

    id: EventId
    at: Moment
    rating: Literal["good", "fair", "bad"]
    words: Said = ""


class Happened(Struct, frozen=True):
    """A webhook. `id` is the same each time it is sent; of one request a lower `place` is older news.

    `kind`: accepted, dispatched (who comes, his number, when, charge), finished (please rate), void, forwarded.
    """

    id: str
    kind: str
    place: int
    at: int
    request: Told
