"""Letters on the wire: signed, one at a time for each request, until the receiver says 2xx."""

import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from desk.domain.days import SECOND
from sync.server.doors import letters, partners
from sync.server.doors.letters import Letter
from sync.server.doors.partners import Partner, secret_of
from sync.wire.keyed import Signed, prove

if TYPE_CHECKING:
    import httpx

    from sync.server.serving import Server

MOST_AT_ONCE = 50
TIMEOUT_S = 10.0
SILENT = (502, 503, 504)  # nobody is behind the address: all that waits for this partner waits a while
log = logging.getLogger("sync.doors")


def deliver(server: "Server", http: "httpx.Client", now: int) -> int | None:
    """Send what is due, of one request one after the other; says when the next letter is.

    Each that was tried is due later or not at all, and so is what waits behind a receiver that does not answer.
    """
    tried = 0
    while tried < MOST_AT_ONCE:
        with server.store.reading() as session:
            waiting = letters.due(session, now, MOST_AT_ONCE - tried)
        if not waiting:
            break
        silent: set[str] = set()
        for letter in waiting:
            tried += 1
            if letter.partner not in silent and not _sent(server, http, letter, now):
                silent.add(letter.partner)
    with server.store.session() as session:
        if tried:
            letters.sweep(session, now)
        return letters.next_due(session)


def _sent(server: "Server", http: "httpx.Client", letter: Letter, now: int) -> bool:
    """False where the receiver did not answer at all."""
    with server.store.session() as session:
        if not letters.take(session, letter, now):
            return True
        partner = partners.by_id(session, letter.partner)
        if partner is None or not partner.is_open or not partner.webhook:
            letters.give_up(session, letter, "渠道已停用或没有接收地址")
            return True
    said, answers, wait_ms = _try(http, server, partner, letter)
    server.meters.count("webhooks_total", outcome="sent" if said is None else "failed")
    with server.store.session() as session:
        if said is None:
            letters.taken(session, letter)
            return True
        later = letters.failed(session, letter, said, server.clock(), wait_ms)
        if not answers:
            letters.put_off(session, partner.id, later)
    log.warning("webhook failed", extra={"partner": partner.id, "tries": letter.tries + 1, "reason": said})
    return answers


def _try(http: "httpx.Client", server: "Server", partner: Partner, letter: Letter) -> tuple[str | None, bool, int]:
    """What went wrong (None: nothing), whether anybody answered, and how long he asked to be left alone."""
    import httpx

    parts = urlsplit(partner.webhook)
    request = Signed("POST", unquote(parts.path or "/"), dict(parse_qsl(parts.query)), letter.body)
    proof = prove(secret_of(server, partner), partner.id, server.clock(), letter.id, request)
    headers = {"authorization": proof.header, "content-type": "application/json", "idempotency-key": letter.id}
    try:
        answer = http.post(
            partner.webhook, content=letter.body, headers=headers, timeout=TIMEOUT_S, follow_redirects=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__, False, 0
    if answer.is_success:
        return None, True, 0
    asked = answer.headers.get("retry-after", "")
    wait_ms = int(asked) * SECOND if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return f"HTTP {answer.status_code}", answer.status_code not in SILENT, wait_ms
