"""The company's clocks: it confirms, rings the resident, comes on time, hands the slip in. Never stored as late."""

from collections.abc import Mapping

from desk.domain.calendar import (
    MINUTE,
    Calendar,
    DayKind,
    Hours,
    add_working,
    day_of,
    end_of_day,
    is_running,
    working_ms,
)
from desk.domain.clocks import ClockState, Shape
from desk.domain.flow import Frozen
from desk.domain.lists import Lists
from desk.domain.settings import Settings
from desk.services.housekeeping.catalogue import company_of
from desk.services.housekeeping.record import BookingState

S = BookingState
CONFIRM, AGREE, ARRIVE, SLIP = "confirm", "agree", "arrive", "slip"
LABELS = {CONFIRM: "确认", AGREE: "约定", ARRIVE: "到场", SLIP: "回单"}
# Which clock a booking is pressed by in each state.
RUNNING = {S.BOOKED: CONFIRM, S.CONFIRMED: AGREE, S.TO_AGREE: AGREE, S.AGREED: ARRIVE, S.DONE: SLIP}


def company_hours(values: Frozen, settings: Settings, lists: Lists, calendar: Calendar) -> Hours:
    """When the company works: its own hours on every day but a holiday, else as the settings say."""
    company = company_of(lists, values.get("company"))
    usual = (company.hours if company else ()) or settings.hours("housekeeping.hours")
    rest = (company.hours if company else ()) or settings.hours("housekeeping.hours_rest")
    return Hours(calendar, {DayKind.WORKDAY: usual, DayKind.MAKE_UP: usual, DayKind.REST: rest, DayKind.HOLIDAY: ()})


def confirm_minutes(values: Frozen, settings: Settings, lists: Lists) -> int:
    company = company_of(lists, values.get("company"))
    return (company.confirm_minutes if company else 0) or settings.number("housekeeping.confirm_minutes")


def due_moments(values: Frozen, settings: Settings, lists: Lists, calendar: Calendar) -> Mapping[str, int | None]:
    """The four dues, and `act_by_at`: that of the clock by which the booking is pressed now."""
    hours = company_hours(values, settings, lists, calendar)
    minutes = {CONFIRM: confirm_minutes(values, settings, lists), AGREE: settings.number("housekeeping.agree_minutes")}
    sent, since, visit, done = values.get("sent_at"), _since(values), values.get("visit_from_at"), _done(values)
    dues = {
        CONFIRM: add_working(sent, minutes[CONFIRM] * MINUTE, hours) if sent else None,
        AGREE: add_working(since, minutes[AGREE] * MINUTE, hours) if since else None,
        ARRIVE: visit + settings.number("housekeeping.arrival_minutes") * MINUTE if visit else None,
        SLIP: _slip_due(done, settings, calendar) if done else None,
    }
    running = RUNNING.get(BookingState.of(str(values.get("status"))) or S.CLOSED)
    return {f"{name}_due_at": due for name, due in dues.items()} | {"act_by_at": dues[running] if running else None}


def _since(values: Frozen) -> int | None:
    """From when the company owes the resident a time: since it confirmed, or since nobody met."""
    missed = values.get("missed_at") if values.get("status") == S.TO_AGREE else None
    found = missed or values.get("confirmed_at")
    return int(found) if found else None


def _done(values: Frozen) -> int | None:
    found = values.get("finished_at")
    return int(found) if found else None


def _slip_due(done: int, settings: Settings, calendar: Calendar) -> int:
    return end_of_day(calendar.add_workdays(day_of(done), settings.number("housekeeping.slip_workdays")))


def clock(values: Frozen, settings: Settings, lists: Lists, calendar: Calendar, now: int) -> ClockState:
    """The clock of the state the booking is in; none where nothing presses."""
    name = RUNNING.get(BookingState.of(str(values.get("status"))) or S.CLOSED)
    due = values.get(f"{name}_due_at") if name else None
    if name is None or due is None:
        return ClockState("", "")
    start, hours = _start(name, values, settings), None
    if name in (CONFIRM, AGREE):
        hours = company_hours(values, settings, lists, calendar)
    limit = max(working_ms(start, int(due), hours), 1)
    # Behind the hour it is late whether anybody works then or not; before it only working time is used up.
    used = working_ms(start, now, hours)
    if now < start:
        return ClockState(name, LABELS[name], int(due), 0, limit)
    if used > limit:
        shape = Shape.SQUARE
    else:
        shape = Shape.TRIANGLE if used * 100 >= limit * settings.number("clock.warn_percent") else Shape.RING
    note = calendar.note(day_of(start), day_of(max(int(due), now))) if hours is not None and hours.ask_holidays else ""
    paused = hours is not None and not is_running(now, hours)
    return ClockState(name, LABELS[name], int(due), used, limit, shape, paused=paused, note=note)


def _start(name: str, values: Frozen, settings: Settings) -> int:
    if name == CONFIRM:
        return int(values["sent_at"])
    if name == AGREE:
        return int(_since(values) or values["booked_at"])
    if name == ARRIVE:
        return int(values["visit_from_at"]) - settings.number("housekeeping.arrival_minutes") * MINUTE
    return int(values["finished_at"])


def minutes_off(values: Frozen) -> int | None:
    """How many minutes after (before, if negative) the agreed time the worker came; None: not known."""
    visit, came = values.get("visit_from_at"), values.get("arrived_at")
    return None if visit is None or came is None else (int(came) - int(visit)) // MINUTE


def punctual(values: Frozen, settings: Settings) -> bool | None:
    off = minutes_off(values)
    return None if off is None else abs(off) <= settings.number("housekeeping.arrival_minutes")


def came_words(values: Frozen, settings: Settings) -> str:
    """准时; 早到 20 分钟; 迟到 35 分钟."""
    off = minutes_off(values)
    if off is None:
        return ""
    if punctual(values, settings):
        return "准时"
    return f"{'迟到' if off > 0 else '早到'} {abs(off)} 分钟"


def confirmed_in_time(values: Frozen) -> bool | None:
    due, at = values.get("confirm_due_at"), values.get("confirmed_at")
    return None if due is None or at is None else int(at) <= int(due)
