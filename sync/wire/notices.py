"""What a residents' channel hears of notices, and what it says back: how many it was delivered to. JSON."""

from typing import Annotated

from msgspec import Meta, Struct

from sync.wire.channel import EventId, Moment, Revision

NoticeId = Annotated[str, Meta(pattern="^[0-9a-f-]{36}$", description="The notice's id, as the webhook said it")]
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
