"""The day at the counter: the plan played minute by minute through the requests that the window itself sends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from desk.domain.calendar import MINUTE, at
from desk.domain.flow import Values
from desk.domain.roles import Actor, Role
from desk.services.residents.lookup import candidates
from desk.services.slips.record import SlipFormat
from desk.services.takings import reads as money
from desk.services.work_orders import late_entry, radar, staffing
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.late_entry import LateWork
from desk.services.work_orders.radar import Duplicate
from desk.services.work_orders.suggest import Suggestion
from desk.store.steps import Changed, StepRequest
from desk.ui import print_jobs
from desk.ui.papers import BlankPapers, Where
from desk.ui.printing import Profile
from desk.ui.special.bind_slip import binding
from desk.ui.special.dispatch import sending
from desk.ui.special.dispatch.sending import LATER, TOLD, Sending
from desk.ui.special.intake import telling
from desk.ui.special.intake.telling import Newcomer
from desk.ui.special.slip_return import row_draft
from desk.ui.special.slip_return.reading import read_slip
from desk.ui.special.slip_return.returned import Purse, requests
from desk.ui.special.takings import reading, writing
from desk.ui.special.takings.papers import ReceiptPapers
from desk.ui.special.takings.payment import paying
from tests.simulation.day.office import COMPANY_CREW, DayOffice, home
from tests.simulation.day.plan import CLOSE, DAY, NEXT, WINDOWS, Call, Later
from tests.world import NAMES

SLIP = str(SlipFormat.A5)
BLANKS = 8
PRINTER = Profile("前台 HP")
Act = Callable[[], object]


def moment(minute: int, day: str = DAY) -> int:
    return at(day, "00:00") + minute * MINUTE


@dataclass
class Play:
    """`orders` by the number of their call. Nothing of the plan is looked up in the database but ids."""

    office: DayOffice
    orders: dict[int, str] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)
    lost: tuple[int, ...] = ()  # whose paper the foreman cannot find
    _acts: list[tuple[int, int, Act]] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.office.world
        self.world, self.scope, self.database = world, world.scope, world.database
        self.clerk = Actor(world.people[Role.CLERK].id, frozenset({Role.CLERK}), NAMES[Role.CLERK], "01")
        self.settings = world.office.settings(world.database, world.scope)

    # time

    def run(self, calls: Sequence[Call]) -> None:
        """Every act at its minute; what falls on one minute goes in the order of the plan."""
        self._at(460, self.lay_in_blanks)
        self.lost = tuple(one.n for one in calls if one.fate == "missing" and one.finished is None)
        for one in calls:
            self._plan(one)
        self._at(CLOSE, lambda: self.close_day(DAY, -500))
        self._at(17 * 60 + 45, self.find_missing)
        for minute, _, act in sorted(self._acts, key=lambda each: each[:2]):
            self.world.clock.now = moment(minute)
            act()

    def _at(self, minute: int | None, act: Act) -> None:
        if minute is not None:
            self._acts.append((minute, len(self._acts), act))

    def _plan(self, one: Call) -> None:
        self._at(one.minute, lambda: self.take_in(one))
        for minute, who, wants in one.neighbours:
            self._at(minute, lambda who=who, wants=wants: self.report_too(one, who, wants))  # type: ignore[misc]
        if one.fate in ("void", "elsewhere"):
            self._at(one.minute + 9, lambda: self.end(one))
        if one.fate != "late":
            self._at(one.sent, lambda: self.send(one))
            if one.told is not None and one.told != one.sent:
                self._at(one.told, lambda: self.step(one, "inform", informed_how="called_back"))
        for minute in one.urges:
            self._at(minute, lambda: self.urge(one))
        self._at_the_door(one)
        self._at(one.back, lambda: self.bring_back(one))
        for later in one.later:
            self._at(later.minute, lambda later=later: self.pay_later(one, later))  # type: ignore[misc]

    def _at_the_door(self, one: Call) -> None:
        """What the radio says."""
        sent = one.sent or 0
        if one.fate in ("resumed", "parts"):
            self._at(sent + 3, lambda: self.step(one, "wait_parts", suspend_note="恒温阀芯", parts_from="store"))
        if one.fate == "nobody":
            self._at(max(sent, (one.window or (0, 0))[0]) + 12, lambda: self.step(one, "nobody_home"))
            self._at(1115, lambda: self.step(one, "resume", window_from_at=moment(WINDOWS[0][0], NEXT),
                                             window_to_at=moment(WINDOWS[0][1], NEXT)))  # fmt: skip
        if one.fate == "returned":
            self._at(sent + 5, lambda: self.step(one, "return", return_reason="wrong_crew"))
            self._at(sent + 8, lambda: self.send(one, again=True))
        if one.fate == "reassigned":
            self._at(sent + 3, lambda: self.send(one, again=True))
        if one.live:
            self._at(one.arrived, lambda: self.step(one, "arrive"))
        if one.live or one.fate == "outside":
            self._at(one.finished, lambda: self.step(one, "finish", result="repaired"))

    # the telephone

    def take(self, *wanted: StepRequest) -> Changed:
        return self.world.steps.take(self.clerk, *wanted)

    def step(self, one: Call, name: str, /, **values: object) -> Changed:
        return self.take(StepRequest(self.scope, "work_order", name, values, self.orders[one.n]))

    def order(self, one: Call) -> Values:
        return self.world.row("work_order", self.orders[one.n])

    def _said(self, caller: int, one: Call) -> tuple[Draft, Suggestion]:
        """Four digits, the first line, the words; a public place is one key more."""
        at_door = home(caller)
        found = candidates(self.office.search, self.clerk, self.scope, at_door.tail, DAY)
        draft = telling.taken(Draft(began_at=self.world.clock.now), found[0], at_door.tail)
        assert draft.where == at_door.room
        if one.matter.place:
            place = candidates(self.office.search, self.clerk, self.scope, one.where, DAY)[0]
            draft = telling.at_place(draft, place)
        draft = replace(draft, matter=one.matter.words)
        return draft, telling.found_in(draft, self.office.catalogue)

    def _radar(self, draft: Draft, found: Suggestion) -> radar.Found:
        asked, now = telling.asked(draft, found), self.world.clock.now
        return radar.look(self.database, self.clerk, self.scope, self.settings, asked, now)

    def take_in(self, one: Call) -> None:
        draft, found = self._said(one.home, one)
        if one.fate == "enquiry":
            draft = replace(draft, kind="enquiry", answer=telling.ANSWERED, matter="物业费几号以前交")
        if one.fate == "elsewhere":
            draft = replace(draft, forwarded_to="锦绣里")
        if one.due_by is not None:
            draft = replace(draft, channel="forwarded", forwarded_no=f"12345-{one.n}")
            draft = replace(draft, forwarded_due_at=moment(one.due_by))
        if one.window is not None:
            draft = replace(draft, window_from_at=moment(one.window[0]), window_to_at=moment(one.window[1]))
        if one.rework_of is not None:
            top = self._radar(draft, found).top
            assert top is not None
            assert (top.verdict, top.order["id"]) == (Duplicate.REWORK, self.orders[one.rework_of])
            draft = telling.rework_turned(draft, top.order)
        person = self.world.row("resident", draft.resident_id)
        wanted = telling.requests(self.scope, draft, found, person, Newcomer())
        if one.fate == "late":
            assert one.arrived is not None
            done = None if one.finished is None else moment(one.finished)
            crew, man = late_entry.who("王建国", self._crews(), "水电班")
            wanted = late_entry.requests(wanted, LateWork(crew, man, moment(one.arrived), done))
        changed = self.take(*wanted)
        place = next(number for number, each in enumerate(wanted) if each.record == "work_order")
        self.orders[one.n] = changed.ents[place]

    def report_too(self, one: Call, who: int, wants: bool) -> None:
        draft, found = self._said(who, one)
        top = self._radar(draft, found).top
        assert top is not None
        assert (top.verdict, top.order["id"]) == (Duplicate.CO_REPORT, self.orders[one.n])
        values = telling.co_report(draft, top.order, self.clerk.name)
        (ent,) = self.take(StepRequest(self.scope, "co_report", "join", values)).ents
        self.reports.append(ent)
        if not wants:
            self.take(StepRequest(self.scope, "co_report", "want_none", {}, ent))

    def urge(self, one: Call) -> None:
        draft, found = self._said(one.home, one)
        top = self._radar(draft, found).top
        assert top is not None
        assert (top.verdict, top.order["id"]) == (Duplicate.URGE, self.orders[one.n])
        self.step(one, "urge")

    def end(self, one: Call) -> None:
        if one.fate == "void":
            self.step(one, "void", void_reason="withdrawn")
        else:
            self.step(one, "forward", forwarded_to="锦绣里")

    # crews and paper

    def _crews(self) -> list[staffing.CrewOnDuty]:
        now, calendar = self.world.clock.now, self.world.office.calendar
        return staffing.crews(self.database, self.clerk, self.scope, self.settings, calendar, now)

    def _slips(self, one: Call) -> list[Values]:
        return [each for each in self.world.rows("slip") if each.get("order_id") == self.orders[one.n]]

    def send(self, one: Call, again: bool = False) -> None:
        """F4, then F8 unless the printer has jammed."""
        order, crews = self.order(one), {each.name: each for each in self._crews()}
        crew = crews[crew_of(one, again)]
        if crew.outside:
            going = Sending(crew, company=COMPANY_CREW, company_phone=crew.phone, company_no=f"E-{one.n}", told=TOLD)
        else:
            paid = order.get("charge") == "paid"
            price, low, high = ("range", 2000, 30_000 if one.n % 10 == 0 else 18_000) if paid else ("", None, None)
            begin, end = (moment(one.window[0]), moment(one.window[1])) if one.window else (0, 0)
            told = TOLD if one.told == one.sent and not again else LATER
            going = Sending(crew, crew.people[0], begin, end, price, low, high, told=told)
        self.take(*sending.group(self.scope, order, going, self._slips(one), SLIP, self.world.clock.now))
        if crew.outside:
            return
        if one.blank:
            blank = next(each for each in self.world.rows("slip") if each["status"] == "blank")
            self.take(*binding(self.scope, blank, self.order(one), self._slips(one)))
            return
        self.print_slip(one)
        if one.twice:
            self.print_slip(one)

    def print_slip(self, one: Call) -> None:
        now, by = self.world.clock.now, self.clerk.name
        jobs = print_jobs.jobs(self.database, self.clerk, self.scope, [self.orders[one.n]], by, now)
        new = print_jobs.issue(self.scope, jobs, SlipFormat.A5, now)
        ids = [*(job.slip_id for job in jobs if job.slip_id), *(self.take(*new).ents if new else ())]
        self.take(*print_jobs.printed(self.scope, ids, PRINTER.words, by, SlipFormat.A5))

    def lay_in_blanks(self) -> None:
        paper = BlankPapers(count=BLANKS).read(self._where())
        self.take(*paper.issue(self.scope, SlipFormat.A5, self.world.clock.now))
        paper = paper.read(self._where())
        self.take(*paper.out(self.scope, range(BLANKS), PRINTER, self.clerk.name))

    def _where(self) -> Where:
        return Where(self.database, self.clerk, self.scope, self.settings, self.world.clock.now)

    # five o'clock

    def bring_back(self, one: Call) -> None:
        """A row of the grid: cells as they are typed, and what Enter takes in those left empty."""
        now = self.world.clock.now
        found = read_slip(self.database, self.clerk, self.scope, self.orders[one.n])
        assert found is not None
        cells = row_draft.first(found.values) | typed(one)
        told = row_draft.read(found.values, cells, now)
        known = money.by_numbers(self.database, self.clerk, self.scope, [told.receipt_no])
        purse = Purse(found.takings, known, self.clerk.name)
        changed = self.take(*requests(self.scope, found.values, found.slips, told, [], purse))
        if one.money is not None and one.money.receipt == "program":
            self.print_receipt(changed)

    def print_receipt(self, changed: Changed) -> None:
        """The program's own number, drawn before the paper."""
        (taking,) = [ent for record, ent in changed.touched if record == "taking"]
        paper = ReceiptPapers(ids=(taking,)).read(self._where())
        self.take(*paper.issue(self.scope, SlipFormat.A5, self.world.clock.now))
        paper = ReceiptPapers(ids=(taking,)).read(self._where())
        self.take(*paper.out(self.scope, (0,), PRINTER, self.clerk.name))

    def find_missing(self) -> None:
        """The foreman does not know where these are."""
        gone = [one for one in self.world.rows("slip") if one["status"] == "out"]
        lost = {self.orders[n] for n in self.lost}
        for one in gone:
            if one["order_id"] in lost:
                self.take(StepRequest(self.scope, "slip", "missing", {"missing_note": "师傅找不到"}, str(one["id"])))

    # money

    def pay_later(self, one: Call, later: Later) -> None:
        ent = self.orders[one.n]
        takings = money.of_order(self.database, self.clerk, self.scope, ent)
        if later.what == "refund":
            live = next(each for each in takings if each["status"] == "taken")
            self.take(*writing.voiding(self.scope, ent, takings, str(live["id"]), "refunded"))
            return
        known = money.by_numbers(self.database, self.clerk, self.scope, [later.receipt])
        purse, owed = Purse(takings, known, self.clerk.name), one.money.due if one.money else 0
        fen = owed if later.what == "settle" else later.fen
        self.take(*paying(self.scope, self.order(one), purse, fen, later.form, later.receipt, ""))

    def close_day(self, day: str, short: int) -> None:
        """F9 on the day's count; `short` is what the drawer lacks."""
        shown = reading.read(self.database, self.clerk, self.scope, day, self.world.clock.now, self.settings)
        counted = shown.day.sums.by_form["cash_fen"] + short
        told: Values = {"counted_fen": counted, "closed_by": self.clerk.name}
        if short:
            told["difference"] = "change"
        self.take(*writing.counting(self.scope, shown, told))


def crew_of(one: Call, again: bool = False) -> str:
    """A slip that came back goes to another crew; one that is reassigned to another man of the same."""
    if again and one.fate == "returned":
        return "综合班" if one.matter.crew != "综合班" else "水电班"
    return one.matter.crew


def typed(one: Call) -> dict[str, str]:
    """What the clerk types into the cells of this slip."""
    cells = {"signature": "self", "tick": one.tick, "manner": "1"}
    if not one.live and one.fate != "late":
        cells |= {"arrived": hhmm(one.arrived), "done": hhmm(one.finished)}
    if one.fate == "unsigned":
        cells |= {"signature": "unsigned", "whom": "left"}
    elif one.n % 6 == 2:
        cells |= {"signature": "by_other", "whom": "配偶"}
    if one.fate == "not_repaired":
        cells |= {"result": "not_repaired", "work": "缺阀芯"}
    if one.fate == "slip_outside":
        cells |= {"result": "outside"}
    told = one.money
    if told is not None:
        cells |= {"due": yuan(told.due), "received": yuan(told.received), "payment": told.form}
        cells["receipt"] = told.waived_by if told.form == "waived" else told.receipt.removeprefix("program")
    return cells


def hhmm(minute: int | None) -> str:
    assert minute is not None
    return f"{minute // 60:02d}{minute % 60:02d}"


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
