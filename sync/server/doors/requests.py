"""A resident's report through a channel: a new order in the right estate, or a change of one that is there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import day_of
from desk.domain.days import DAY
from desk.domain.deciding import Is
from desk.domain.phones import read_phone
from desk.services.work_orders.drafting import Draft, suggestion, values
from desk.services.work_orders.flow import BEFORE_FINISH, WINDOW
from desk.services.work_orders.listed import merged
from desk.services.work_orders.record import Channel
from sync.server.asked import Answer, Asked, Stages, Turn
from sync.server.doors import addresses, once, ops, orders
from sync.server.doors.addresses import Found, Wanted
from sync.server.doors.once import Event
from sync.server.doors.orders import Order, Owner
from sync.server.doors.partners import Partner
from sync.server.doors.proving import partner_of
from sync.server.doors.reading import read
from sync.server.problems import Problem
from sync.wire.channel import RequestAsk, Told, Who

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

KIND = "request"
OLDEST_MS = 30 * DAY  # so long a channel may have been cut off
KNOWN_BEFORE = """SELECT w.resident_id, w.reporter_relation FROM door_order d
                  JOIN work_order w ON w.scope = d.scope AND w.id = d.ent
                  WHERE d.partner = ? AND d.person = ? AND d.scope = ? AND w.home_id = ? AND w.resident_id IS NOT NULL
                  AND coalesce(w.identity_unchecked, 0) = 0 ORDER BY w.reported_at DESC, w.id LIMIT 1"""


def request(server: "Server", asked: Asked) -> Stages:
    """Take it in, once. Whoever sends it again hears what was answered, in the words of that moment."""
    ask = read(asked, RequestAsk)
    if not ask.address and not ask.home:
        raise Problem(422, "field", "缺少“地址”或“房屋编号”")
    begin, end = ask.wanted_from_at, ask.wanted_to_at
    if (begin is None) != (end is None) or (begin is not None and end is not None and end <= begin):
        raise Problem(422, "field", "“希望上门时间”要有开始和结束, 结束要晚于开始")
    partner = partner_of(asked)
    with server.store.reading() as session:
        scope = _scope_of(session, partner, ask, asked.now)
    yield Turn(scope, True)
    return _taken(server, partner, ask, asked.now)


def _scope_of(session: "Session", partner: Partner, ask: RequestAsk, now: int) -> str:
    there = orders.order_of(session, partner.id, ask.event)
    return there.scope if there else addresses.place_of(session, partner, _wanted(ask), now).scope


def _wanted(ask: RequestAsk) -> Wanted:
    return Wanted(ask.address, ask.home, ask.estate, ask.who.phone)


def _taken(server: "Server", partner: Partner, ask: RequestAsk, now: int) -> Answer:
    event = Event(partner.id, KIND, ask.event, ask.revision)
    op_id = ops.derived(server, *event)
    with server.store.session() as session:
        answered = once.claimed(session, event, ask, now)
        if answered is not None:
            return answered
        there = orders.order_of(session, partner.id, ask.event) or _brought_back(server, session, partner, ask)
        if there is None:
            outcome = _take_in(server, session, partner, ask, op_id, now)
        elif ops.is_logged(session, there.scope, op_id):
            outcome = orders.told_of(session, ask.event, there, now)
        else:
            outcome = _amend(server, session, partner, ask, there, op_id, now)
        return once.settled(session, event, outcome)


def _entity(server: "Server", partner: Partner, event: str) -> str:
    return ops.derived(server, "order", partner.id, event)


def _brought_back(server: "Server", session: "Session", partner: Partner, ask: RequestAsk) -> Order | None:
    """An order that desks gave back to a restored server, which no longer knows whose event it was."""
    ent = _entity(server, partner, ask.event)
    for scope in partner.scopes:
        if orders.row_of(session, scope, ent) is not None:
            orders.put(session, scope, ent, Owner(partner.id, ask.event, 0, _person(server, partner, ask)))
    return orders.order_of(session, partner.id, ask.event)


def _take_in(
    server: "Server", session: "Session", partner: Partner, ask: RequestAsk, op_id: str, now: int
) -> Told | Problem:  # fmt: skip
    if ask.at < now - OLDEST_MS:
        raise Problem(422, "field", "“时间”已经过去 30 天以上, 请核对")
    found = addresses.place_of(session, partner, _wanted(ask), now)
    ent = _entity(server, partner, ask.event)
    said = _about(server, session, partner, ask, found, now)
    said |= {
        "no": ops.number_of(server, session, day_of(min(ask.at, now)), ent),
        "channel": str(Channel.WECHAT),
        "partner": partner.id,
        "partner_event": ask.event,
    }
    orders.put(session, found.scope, ent, Owner(partner.id, ask.event, 0, _person(server, partner, ask)))
    ops.write(server, session, found.scope, "work_order.intake", ent, said, min(ask.at, now), op_id)
    order = orders.order_of(session, partner.id, ask.event)
    if order is None:  # turned away by a rule: that stays in the log, and the channel hears of it
        return Problem(409, "refused", "没有受理成, 请住户打物业前台电话")
    return orders.told_of(session, ask.event, order, now)


def _amend(
    server: "Server", session: "Session", partner: Partner, ask: RequestAsk, there: Order, op_id: str, now: int
) -> Told | Problem:  # fmt: skip
    """What the resident changed; in another estate it is another report."""
    if there.status not in BEFORE_FINISH:
        raise Problem(409, "over", f"现在是“{there.status.label}”, 不能再改; 有新的情况请另外报修")
    found = addresses.place_of(session, partner, _wanted(ask), now)
    if found.scope != there.scope and found.sure:
        raise Problem(409, "other_estate", "地址换到了另一个小区, 请先撤销这一单, 再重新报修")
    new = _about(server, session, partner, ask, found._replace(scope=there.scope), now)
    previous = once.before(session, Event(partner.id, KIND, ask.event, ask.revision))
    after = ops.derived(server, partner.id, KIND, ask.event, previous) if previous and there.turn == 0 else None
    told = changed(there.values, new)
    did = ops.write(server, session, there.scope, "work_order.amend", there.ent, told, min(ask.at, now), op_id, after)
    if did.verdict not in (Is.OK, Is.MERGED):
        return Problem(409, "refused", "这次修改没有生效, 客服会和您联系")
    return orders.told_of(session, ask.event, orders.order_of(session, partner.id, ask.event) or there, now)


def changed(there: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What a revision says anew. What a person has settled since stays: who it was, where, what was agreed."""
    names: set[str] = {"matter", *WINDOW}
    if new["matter"] != there.get("matter"):
        names |= {"problem", "problem_label", "urgency", "area", "precautions"}
    if not there.get("note"):
        names |= {"note"}
    if new.get("reporter_phone") != there.get("reporter_phone") or new.get("home_id") != there.get("home_id"):
        names |= {"reporter", "reporter_phone", "reporter_relation", "resident_id", "identity_unchecked"}
    if not new.get("address_unchecked") or there.get("address_unchecked"):
        names |= {"home_id", "place_id", "where", "address_unchecked"}
    return {name: new.get(name) for name in sorted(names) if (new.get(name) or None) != (there.get(name) or None)}


def _about(
    server: "Server", session: "Session", partner: Partner, ask: RequestAsk, found: Found, now: int
) -> dict[str, Any]:  # fmt: skip
    """What the order holds: the place, the person as far as known, the words, and what follows from them."""
    phone = read_phone(ask.who.phone).number
    resident, relation = identified(server, session, partner, ask.who, found, now)
    draft = Draft(
        home_id=found.home_id,
        place_id=found.place_id,
        place_kind=found.place_kind,
        where=found.where,
        resident_id=resident,
        reporter=ask.who.name,
        reporter_phone=phone,
        reporter_relation=relation,
        matter=ask.matter,
        kind=ask.kind,
        window_from_at=ask.wanted_from_at or 0,
        window_to_at=ask.wanted_to_at or 0,
        note="\n".join(f"住户照片 {link}" for link in ask.photos)[:1000],
    )
    catalogue = merged(server.catalogue, server.offices.fresh(session, found.scope).context.lists)
    said = values(draft, suggestion(draft, catalogue))
    if not resident:
        said["identity_unchecked"] = True
    if not found.sure:
        said["address_unchecked"] = True
    return said


def identified(
    server: "Server", session: "Session", partner: Partner, who: Who, found: Found, now: int
) -> tuple[str, str]:  # fmt: skip
    """Resident and relation, by the telephone of who lives there, or as a clerk confirmed him for this home before."""
    if not found.home_id:
        return "", ""
    people = addresses.living(session, found.scope, found.home_id, who.phone, now)
    if people:
        one = next((lives for lives in people if lives.name == who.name), people[0])
        return one.id, one.relation
    person = ops.person_of(server, partner.id, who.openid)
    if person:
        rows = session.read(KNOWN_BEFORE, (partner.id, person, found.scope, found.home_id))
        if rows:
            return str(rows[0][0]), str(rows[0][1] or "")
    return "", ""


def _person(server: "Server", partner: Partner, ask: RequestAsk) -> str:
    return ops.person_of(server, partner.id, ask.who.openid)
