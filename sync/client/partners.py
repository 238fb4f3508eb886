"""The head-office page's questions about partners. `by` is the person at the desk, `token` the desk's."""

from typing import TYPE_CHECKING

from sync.client.calling import call
from sync.wire.office import By
from sync.wire.partners import (
    DeadLetter,
    DeadLetters,
    Kind,
    Partner,
    PartnerAsk,
    PartnerEdit,
    Partners,
    SendAgain,
    SentAgain,
)

if TYPE_CHECKING:
    import httpx


def partners(http: "httpx.Client", token: str, by: str) -> list[Partner]:
    return call(http, "GET", "/v1/partners", Partners, token=token, query={"by": by}).partners


def make(http: "httpx.Client", token: str, by: str, name: str, kind: Kind, estates: list[str]) -> Partner:
    """Its key is in the answer, once."""
    return call(http, "POST", "/v1/partners", Partner, PartnerAsk(by, name, kind, estates), token=token)


def change(http: "httpx.Client", token: str, by: str, one: Partner) -> Partner:
    """What may be changed of a partner, as it is told here: name, estates, reception, webhook, status.

    Closed, nothing it sends is taken any more; active again. Without a webhook it asks for news itself.
    """
    said = PartnerEdit(
        by, one.name, one.estates, one.reception, one.webhook, one.per_minute,
        "closed" if one.status == "closed" else "active",
    )  # fmt: skip
    return call(http, "POST", f"/v1/partners/{one.id}/edit", Partner, said, token=token)


def rekey(http: "httpx.Client", token: str, by: str, partner: str) -> Partner:
    """A new key; the old one goes on for a day."""
    return call(http, "POST", f"/v1/partners/{partner}/rekey", Partner, By(by), token=token)


def dead_letters(http: "httpx.Client", token: str, by: str) -> list[DeadLetter]:
    return call(http, "GET", "/v1/webhooks/dead", DeadLetters, token=token, query={"by": by}).letters


def send_again(http: "httpx.Client", token: str, by: str, ids: list[str]) -> int:
    return call(http, "POST", "/v1/webhooks/again", SentAgain, SendAgain(by, ids), token=token).count
