"""What the head office does about partners, and about webhooks that nobody took."""

from typing import TYPE_CHECKING

from sync.server.asked import Answer, Asked, told
from sync.server.devices.acting import acting, not_yours
from sync.server.doors import letters, partners
from sync.server.doors.partners import Partner
from sync.server.problems import Problem
from sync.wire import partners as wire
from sync.wire.office import By

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session


def listed(server: "Server", asked: Asked) -> Answer:
    with server.store.reading() as session:
        _head_office(session, asked, asked.query.get("by", ""))
        counts = letters.counts(session)
        found = partners.all_of(session, asked.who.company)
        return told(wire.Partners([_line(one, *counts.get(one.id, (0, 0))) for one in found]))


def make(server: "Server", asked: Asked) -> Answer:
    """Its key is said here and never again."""
    ask = asked.json(wire.PartnerAsk)
    with server.store.session() as session:
        _head_office(session, asked, ask.by)
        one = partners.make(
            session, asked.who.company, ask.name, ask.kind, tuple(dict.fromkeys(ask.estates)), asked.now,
            reception=ask.reception, webhook=ask.webhook, per_minute=ask.per_minute,
        )  # fmt: skip
    return told(_line(one, key=partners.key_of(server, one)))


def edit(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(wire.PartnerEdit)
    with server.store.session() as session:
        one = _managed(session, asked, ask.by)
        estates = tuple(dict.fromkeys(ask.estates))
        partners.check_estates(session, one.company, estates, ask.reception)
        changed = one._replace(
            name=ask.name, estates=estates, reception=ask.reception or estates[0], webhook=ask.webhook,
            per_minute=ask.per_minute, status=ask.status,
        )  # fmt: skip
        partners.put(session, changed)
    return told(_line(changed))


def rekey(server: "Server", asked: Asked) -> Answer:
    """A new key; the old one goes on for a day."""
    ask = asked.json(By)
    with server.store.session() as session:
        changed = partners.with_new_key(_managed(session, asked, ask.by), asked.now)
        partners.put(session, changed)
    return told(_line(changed, key=partners.key_of(server, changed)))


def dead(server: "Server", asked: Asked) -> Answer:
    with server.store.reading() as session:
        _head_office(session, asked, asked.query.get("by", ""))
        return told(wire.DeadLetters(letters.dead_of(session, asked.who.company)))


def again(server: "Server", asked: Asked) -> Answer:
    """Dead letters are sent again, as they were."""
    ask = asked.json(wire.SendAgain)
    with server.store.session() as session:
        _head_office(session, asked, ask.by)
        return told(wire.SentAgain(letters.send_again(session, asked.who.company, ask.ids, asked.now)))


def _head_office(session: "Session", asked: Asked, by: str) -> None:
    if not acting(session, asked.who, by).head_office:
        raise not_yours()


def _managed(session: "Session", asked: Asked, by: str) -> Partner:
    _head_office(session, asked, by)
    one = partners.by_id(session, asked.params["partner"])
    if one is None or one.company != asked.who.company:
        raise Problem(404, "no_partner", "没有这个渠道")
    return one


def _line(one: Partner, waiting: int = 0, dead: int = 0, key: str = "") -> wire.Partner:
    return wire.Partner(
        one.id, one.name, one.kind, one.status, list(one.estates), one.reception, one.webhook, one.per_minute,
        one.made_at, waiting, dead, key,
    )  # fmt: skip
