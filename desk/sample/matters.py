"""How the sample year goes: pace, rates and the sentences of callers, read from the sample data."""

from dataclasses import dataclass
from pathlib import Path

from desk.domain.rows import Row, read_rows
from desk.sample.story import Material


@dataclass(frozen=True, slots=True)
class Matter:
    """One problem as it is reported: shares per estate, places ("home", a kind, a name), sentences, materials."""

    problem: str
    shares: dict[str, int]
    at: tuple[str, ...]
    says: tuple[str, ...]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class TodayRow:
    """An order that stands on the desk at `now`."""

    estate: str
    at: str
    problem: str
    says: str
    state: str
    minutes: int
    done_days: int
    technician: str


@dataclass(frozen=True, slots=True)
class Pace:
    """When orders come: tenths of an order per day, hours' weights, rain, heating and cooling seasons ("MM-DD")."""

    days: int
    per_day_tenths: dict[str, int]
    monday_percent: int
    hours: tuple[int, ...]
    rain_days: int
    rain_factor: int
    rain_problems: tuple[str, ...]
    heating: tuple[str, str]
    heating_first_days: int
    heating_factor: int
    heating_problems: tuple[str, ...]
    cooling: tuple[str, str]
    cooling_problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """Everything the year is made of; `rates` are percentages."""

    pace: Pace
    rates: dict[str, int]
    channels: dict[str, int]
    payments: dict[str, int]
    words: dict[str, tuple[str, ...]]
    matters: tuple[Matter, ...]
    today: tuple[TodayRow, ...]


_RATES = (
    "nobody_home", "parts", "rescheduled", "rework", "urged", "unsigned", "from_slip", "call_not_answered", "good",
    "fair", "returned", "void", "enquiry", "told_on_the_call", "told_late", "arrived_late", "finished_late",
    "slip_days_late", "revisit_late", "signed_by_other", "paid_on_account", "waived",
)  # fmt: skip
_WORDS = (
    "wet", "room", "since", "tails", "public_tails", "good", "fair", "bad", "enquiry", "enquiry_answer", "parts_wait",
    "any_part", "relations",
)  # fmt: skip


def load_habits(folder: Path, estates: tuple[str, ...]) -> Habits:
    """Read orders.toml of `folder` for these estates; DeskError names the row."""
    file = read_rows(folder / "orders.toml")
    pace = _pace(file.row("pace"), estates)
    rates = _numbers(file.row("rates"), _RATES)
    channels = _numbers(file.row("channels"), ("phone", "counter", "wechat", "technician", "forwarded"))
    payments = _numbers(file.row("payments"), ("qr_code", "cash", "desk", "card"))
    spoken = file.row("words")
    words = {name: spoken.texts(name, blank=True) for name in _WORDS}
    spoken.done()
    matters = tuple(_matter(row, estates) for row in file.rows("matter", at_least=1))
    today = tuple(_today(row) for row in file.rows("today"))
    file.done()
    return Habits(pace, rates, channels, payments, words, matters, today)


def _numbers(row: Row, names: tuple[str, ...]) -> dict[str, int]:
    numbers = {name: row.number(name) for name in names}
    row.done()
    return numbers


def _pace(row: Row, estates: tuple[str, ...]) -> Pace:
    hours = row.numbers("hours")
    if len(hours) != 24:
        raise row.wrong("hours 应有 24 个")
    pace = Pace(
        days=row.number("days"),
        per_day_tenths=_numbers(row.row("per_day_tenths"), estates),
        monday_percent=row.number("monday_percent"),
        hours=hours,
        rain_days=row.number("rain_days"),
        rain_factor=row.number("rain_factor"),
        rain_problems=row.texts("rain_problems"),
        heating=(row.text("heating_from"), row.text("heating_to")),
        heating_first_days=row.number("heating_first_days"),
        heating_factor=row.number("heating_factor"),
        heating_problems=row.texts("heating_problems"),
        cooling=(row.text("cooling_from"), row.text("cooling_to")),
        cooling_problems=row.texts("cooling_problems"),
    )
    row.done()
    return pace


def _matter(row: Row, estates: tuple[str, ...]) -> Matter:
    materials = []
    for each in row.lists("materials"):
        match each:
            case [str(name), str(spec), int(price_fen)]:
                materials.append(Material(name, spec, 1, price_fen))
            case _:
                raise row.wrong("materials 应写作 [名称, 规格, 单价(分)]")
    shares = {estate: row.number(estate) for estate in estates}
    matter = Matter(row.text("problem"), shares, row.texts("at"), row.texts("says"), tuple(materials))
    row.done()
    return matter


def _today(row: Row) -> TodayRow:
    today = TodayRow(
        estate=row.text("estate"),
        at=row.text("at"),
        problem=row.text("problem"),
        says=row.text("says"),
        state=row.text("state"),
        minutes=row.number("minutes", 0),
        done_days=row.number("done_days", 0),
        technician=row.text("technician", ""),
    )
    row.done()
    return today
