"""What a residents' channel hears of notices, and what it says back: how many got one, who signs up. JSON."""

from typing import Annotated

from msgspec import Meta, Struct

from sync.wire.channel import Address, EventId, Moment, RecordId, Revision, Who

NoticeId = Annotated[str, Meta(pattern="^[0-9a-f-]{36}$", description="The notice's id, as the webhook said it")]
MOST_PEOPLE = 50  # of one sign-up: a family, a dance group
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class NoticeTold(Struct, frozen=True):
    """A notice as residents may read it. `everybody`, or the ids of the homes it is for.

    `corrects`: the notice that this one takes the place of. Moments are milliseconds UTC.
    """

    id: str
    kind: str
    label: str
    title: str
    estate: str
    everybody: bool
    homes: list[str]
    range: str
    words: str
    tips: str
    phone: str
    undersigned: str
    sent_at: int
    from_at: int | None = None
    to_at: int | None = None
    expected_at: int | None = None
    restored_at: int | None = None
    corrects: str = ""
    signs_up: bool = False
    sign_up_limit: int | None = None
    sign_up_until_at: int | None = None


class NoticeHappened(Struct, frozen=True):
    """A webhook. `id` is the same each time it is sent; of one notice a lower `place` is older news.

    `kind`: notice_published, notice_corrected, notice_restored, notice_ended, notice_void.
    """

    id: str
    kind: str
    place: int
    at: int
    notice: NoticeTold


class ReceiptAsk(Struct, frozen=True):
    """How many residents a notice reached by this channel; a higher revision counts anew."""

    event: EventId
    revision: Revision
    at: Moment
    notice: NoticeId
    delivered: Count
    failed: Count = 0
    read: Count = 0


class SignUpAsk(Struct, frozen=True):
    """A resident signs up for an activity. One of `home` (its id) and `address` says where he lives.

    A higher revision says another number of people, or signs up again after calling it off. Who is not known at that
    home has his place all the same, and is looked at by a person. Over the limit there is a waiting list, as long as
    the office keeps one; then 409 `full`.
    """

    event: EventId
    revision: Revision
    at: Moment
    notice: NoticeId
    who: Who
    address: Address = ""
    home: RecordId = ""
    people: Annotated[int, Meta(ge=1, le=MOST_PEOPLE)] = 1


class SignUpTold(Struct, frozen=True):
    """How a sign-up stands: what may be shown to the resident who sent it. `words` is a sentence for him.

    `state`: signed, waiting, came, cancelled. `place`: which one he is of those who have a place, or who wait.
    """

    event: str
    notice: str
    title: str
    state: str
    words: str
    estate: str
    desk_phone: str
    where: str
    people: int
    place: int
    unchecked: list[str]
    from_at: int | None = None
    to_at: int | None = None
