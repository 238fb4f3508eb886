"""A resident signs up for an activity through a channel: a place or the waiting list, by the order of the log."""

from typing import TYPE_CHECKING, Any, NamedTuple

from desk.domain.deciding import Is, derived_id
from desk.domain.phones import read_phone
from desk.domain.words_of_time import moment
from desk.services.notices.record import SIGN_UP, NoticeState, SignUpChannel, SignUpState
from desk.services.notices.turns import LOGGED, Seat, no_room, seats, taken, turns_in
from desk.store.rows import columns_of
from sync.server.asked import Answer, Asked, Stages, Turn, told
from sync.server.doors import addresses, once, ops, orders, requests
from sync.server.doors.addresses import Wanted
from sync.server.doors.notice_telling import row_of, scope_of
from sync.server.doors.once import Event
from sync.server.doors.partners import Partner
from sync.server.doors.proving import partner_of
from sync.server.doors.reading import read
from sync.server.problems import Problem
from sync.wire.channel import Follow
from sync.wire.notices import SignUpAsk, SignUpTold

if TYPE_CHECKING:
    from desk.domain.values import Values
    from sync.server.serving import Server
    from sync.server.store import Session

KIND, CANCEL = "sign_up", "sign_up_cancel"
AT_ONCE = 200
S, U = NoticeState, SignUpState
OF_EVENT = "SELECT scope, id FROM sign_up WHERE scope IN ({marks}) AND partner_event = ? AND partner = ?"
LATER = "SELECT id FROM notice WHERE scope = ? AND corrects_id = ? AND status <> 'void' AND sent_at IS NOT NULL"
HEAD = "SELECT head FROM sign_up WHERE scope = ? AND id = ?"
NOT_NOW = {
    S.ENDED: "活动已经结束", S.VOID: "活动已经取消", S.DRAFT: "活动还没有发布", S.TO_REVIEW: "活动还没有发布",
}  # fmt: skip


class Activity(NamedTuple):
    """`root` is the notice that people signed up on; `notice` as it was corrected last."""

    scope: str
    root: str
    notice: "Values"


class SignedUp(NamedTuple):
    """A sign-up of a partner's event."""

    scope: str
    values: "Values"

    @property
    def state(self) -> SignUpState:
        return U.of(str(self.values.get("status"))) or U.CANCELLED


def sign_up(server: "Server", asked: Asked) -> Stages:
    """Take it in, once. Whoever sends it again hears what was answered."""
    ask, partner = read(asked, SignUpAsk), partner_of(asked)
    if not ask.address and not ask.home:
        raise Problem(422, "field", "缺少“地址”或“房屋编号”")
    if ask.at < asked.now - requests.OLDEST_MS:
        raise Problem(422, "field", "“时间”已经过去 30 天以上, 请核对")
    with server.store.reading() as session:
        scope = scope_of(session, partner, ask.notice)
    yield Turn(scope, True)
    event = Event(partner.id, KIND, ask.event, ask.revision)
    op_id = ops.derived(server, *event)
    with server.store.session() as session:
        answered = once.claimed(session, event, ask, asked.now)
        if answered is not None:
            return answered
        there = _there(session, partner, ask.event)
        if there is not None and (ops.is_logged(session, there.scope, op_id) or _same(there, ask)):
            return once.settled(session, event, told_of(session, ask.event, there, asked.now))
        activity = activity_of(session, scope, ask.notice)
        if there is not None and there.values.get("notice_id") != activity.root:
            raise Problem(409, "other_activity", "这个事件编号报的是另一个活动, 请用新的编号")
        _check_open(activity, min(ask.at, asked.now), asked.now)
        kind, ent, said = (
            _changed(server, session, activity, there, ask)
            if there is not None
            else _new(server, session, partner, activity, ask, asked.now)
        )
        after = _head(session, scope, ent)
        did = ops.write(server, session, scope, f"sign_up.{kind}", ent, said, min(ask.at, asked.now), op_id, after)
        there = _there(session, partner, ask.event)
        if did.verdict not in (Is.OK, Is.MERGED) or there is None:
            return once.settled(session, event, Problem(409, "refused", "没有报上名, 请打物业前台电话"))
        return once.settled(session, event, told_of(session, ask.event, there, asked.now))


def status(server: "Server", asked: Asked) -> Answer:
    partner, event = partner_of(asked), asked.params["event"]
    with server.store.reading() as session:
        return told(told_of(session, event, _known(session, partner, event), asked.now))


def cancel(server: "Server", asked: Asked) -> Stages:
    """Off; who waits first has the place."""
    ask, partner, of = read(asked, Follow), partner_of(asked), asked.params["event"]
    with server.store.reading() as session:
        scope = _known(session, partner, of).scope
    yield Turn(scope, True)
    event = Event(partner.id, CANCEL, ask.id, 1)
    with server.store.session() as session:
        answered = once.claimed(session, event, (of, ask), asked.now)
        if answered is not None:
            return answered
        there = _known(session, partner, of)
        if there.state is U.CAME:
            raise Problem(409, "over", "已经到场, 不能取消了")
        if there.state is U.SIGNED:
            ent = str(there.values["id"])
            after = _head(session, scope, ent)
            op_id = ops.derived(server, *event, *([after] if after else []))
            did = ops.write(server, session, scope, "sign_up.cancel", ent, {}, min(ask.at, asked.now), op_id, after)
            if did.verdict not in (Is.OK, Is.MERGED):
                return once.settled(session, event, Problem(409, "refused", "没有取消成, 请打物业前台电话"))
        return once.settled(session, event, told_of(session, of, _known(session, partner, of), asked.now))


# what is there


def activity_of(session: "Session", scope: str, ident: str) -> Activity:
    """People sign up on the first notice of a chain; its time and its limit are those of the newest."""
    root = row_of(session, scope, ident)
    assert root is not None
    seen = {ident}
    while (wrong := row_of(session, scope, str(root.get("corrects_id") or ""))) and wrong["id"] not in seen:
        root = wrong
        seen.add(str(root["id"]))
    newest, seen = root, {str(root["id"])}
    while later := session.read(LATER, (scope, newest["id"])):
        row = row_of(session, scope, str(later[0][0]))
        if row is None or row["id"] in seen:
            break
        newest = row
        seen.add(str(row["id"]))
    return Activity(scope, str(root["id"]), newest)


def _check_open(activity: Activity, at: int, now: int) -> None:
    """Problem 409 where nobody signs up: what it is not for, before it is out, after its end."""
    notice = activity.notice
    if not notice.get("signs_up"):
        raise Problem(409, "no_sign_up", "这份公告不用报名")
    state = S.of(str(notice.get("status"))) or S.VOID
    if state in NOT_NOW or int(notice.get("sent_at") or 0) > now:
        raise Problem(409, "over" if state in (S.ENDED, S.VOID) else "not_out", NOT_NOW.get(state, "活动还没有发布"))
    closes = notice.get("sign_up_until_at") or notice.get("to_at")
    if closes and at > int(closes):
        raise Problem(409, "closed", f"报名 {moment(int(closes), now)} 已经截止")


def _there(session: "Session", partner: Partner, event: str) -> SignedUp | None:
    """By what the row itself says: it is known again after a restore too."""
    marks = ",".join("?" * len(partner.scopes)) or "NULL"
    for scope, ent in session.read(OF_EVENT.format(marks=marks), (*partner.scopes, event, partner.id)):
        values = _row(session, str(scope), str(ent))
        if values is not None:
            return SignedUp(str(scope), values)
    return None


def _known(session: "Session", partner: Partner, event: str) -> SignedUp:
    there = _there(session, partner, event)
    if there is None:
        raise Problem(404, "unknown_event", "没有这次报名; 服务器可能恢复过, 请把它再发一次")
    return there


def _row(session: "Session", scope: str, ent: str) -> "Values | None":
    columns = columns_of(SIGN_UP)
    rows = session.read(columns.select("scope = ? AND id = ?"), (scope, ent))
    return columns.decode(rows[0]) if rows else None


def _head(session: "Session", scope: str, ent: str) -> str | None:
    rows = session.read(HEAD, (scope, ent))
    return str(rows[0][0]) if rows else None


def seats_of(session: "Session", activity: Activity) -> list[Seat]:
    """The places as the log gives them: the same that every desk shows."""
    columns = columns_of(SIGN_UP)
    rows = [columns.decode(row) for row in session.read(
        columns.select("scope = ? AND notice_id = ?"), (activity.scope, activity.root))]  # fmt: skip
    found: dict[str, tuple[int, int]] = {}
    ids = [str(row["id"]) for row in rows]
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        sql = LOGGED.format(marks=",".join("?" * len(some)))
        found |= turns_in(session.read(sql, (activity.scope, *some)))
    return seats(rows, int(activity.notice.get("sign_up_limit") or 0), found)


# what is written


def _new(
    server: "Server", session: "Session", partner: Partner, activity: Activity, ask: SignUpAsk, now: int
) -> tuple[str, str, dict[str, Any]]:  # fmt: skip
    """Step, sign-up and what it holds. Who is known has one sign-up, whoever wrote it down."""
    scope = activity.scope
    found = addresses.place_of(session, partner, Wanted(ask.address, ask.home, "", ask.who.phone), now)
    here = found.scope == scope and bool(found.home_id)
    resident = requests.identified(server, session, partner, ask.who, found, now)[0] if here else ""
    said: dict[str, Any] = {
        "phone": read_phone(ask.who.phone).number, "people": ask.people, "channel": str(SignUpChannel.WECHAT),
        "partner": partner.id, "partner_event": ask.event,
    }  # fmt: skip
    if until := activity.notice.get("sign_up_until_at"):
        said["closes_at"] = until
    said_first = {"notice_id": activity.root, "name": ask.who.name, "where": found.where if here else ask.address}
    if here:
        said_first["home_id"] = found.home_id
    _check_room(server, session, activity, seats_of(session, activity), ask.people)
    if not resident:
        ent = ops.derived(server, KIND, partner.id, ask.event)
        return "sign", ent, {**said_first, **said, "identity_unchecked": True}
    ent = derived_id(scope, activity.root, f"sign-up|{resident}")
    there = _row(session, scope, ent)
    if there is None:
        return "sign", ent, {**said_first, **said, "resident_id": resident}
    if there.get("status") == U.CANCELLED:
        return "again", ent, said
    phone = orders.estate_of(session, scope)[1]
    raise Problem(409, "already", f"您家已经报过名了 ({there.get('people') or 1} 人); 要改请打 {phone}".rstrip())


def _changed(
    server: "Server", session: "Session", activity: Activity, there: SignedUp, ask: SignUpAsk
) -> tuple[str, str, dict[str, Any]]:
    """Another number of people keeps its turn; more than there is room for would take somebody else's place."""
    ent, found = str(there.values["id"]), seats_of(session, activity)
    if there.state is U.CANCELLED:
        _check_room(server, session, activity, found, ask.people)
        return "again", ent, {"people": ask.people, "phone": read_phone(ask.who.phone).number}
    limit = int(activity.notice.get("sign_up_limit") or 0)
    own = next((one for one in found if one.values["id"] == ent and not one.waits), None)
    more = ask.people - int(there.values.get("people") or 1)
    if limit and own is not None and more > 0 and taken(found) + more > limit:
        raise Problem(409, "full", f"名额只剩 {max(0, limit - taken(found))} 人, 不够再加 {more} 人")
    return "change", ent, {"people": ask.people, "phone": read_phone(ask.who.phone).number}


def _same(there: SignedUp, ask: SignUpAsk) -> bool:
    return there.state is not U.CANCELLED and int(there.values.get("people") or 1) == ask.people


def _check_room(server: "Server", session: "Session", activity: Activity, found: list[Seat], people: int) -> None:
    settings = server.offices.fresh(session, activity.scope).context.settings
    refusal = no_room(activity.notice, found, people, settings.number("notice.waiting_most"))
    if refusal is not None:
        raise Problem(409, refusal.code, refusal.message)


def told_of(session: "Session", event: str, there: SignedUp, now: int) -> SignUpTold:
    """What the resident may know."""
    values, scope = there.values, there.scope
    activity = activity_of(session, scope, str(values["notice_id"]))
    notice = activity.notice
    seat = next((one for one in seats_of(session, activity) if one.values["id"] == values["id"]), None)
    estate, desk_phone = orders.estate_of(session, scope)
    begins = notice.get("from_at")
    return SignUpTold(
        event=event,
        notice=str(notice["id"]),
        title=str(notice.get("title") or ""),
        state="waiting" if seat is not None and seat.waits else str(there.state),
        words=_words(notice, there, seat, now),
        estate=estate,
        desk_phone=desk_phone,
        where=str(values.get("where") or ""),
        people=int(values.get("people") or 1),
        place=seat.place if seat is not None else 0,
        unchecked=["identity"] if values.get("identity_unchecked") else [],
        from_at=int(begins) if begins else None,
        to_at=notice.get("to_at"),
    )


def _words(notice: "Values", there: SignedUp, seat: Seat | None, now: int) -> str:
    title, people = str(notice.get("title") or "活动"), int(there.values.get("people") or 1)
    if notice.get("status") == S.VOID:
        return f"{title}已经取消"
    if seat is None:
        return f"{title}的报名已取消"
    if there.state is U.CAME:
        return f"{title}已到场"
    if seat.waits:
        return f"{title}名额已满, 您排在候补第 {seat.place} 位, 有人取消就按次序补上"
    begins = notice.get("from_at")
    when = f", {moment(int(begins), now)} 见" if begins else ""
    checked = "; 客服会和您核对住址" if there.values.get("identity_unchecked") else ""
    return f"{title}已报名 {people} 人, 第 {seat.place} 位{when}{checked}"
