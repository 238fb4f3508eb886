"""分析: every figure is as long as its list, shares are the assessment's own, who sees which chart."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import copyfile

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, Calendar, add_days, at, day_of
from desk.domain.roles import Actor, Role
from desk.services.assessment.analysis import charts, lists
from desk.services.assessment.analysis.figures import Picture, Shape
from desk.services.assessment.analysis.stretches import stretches
from desk.services.assessment.assess import period_of
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Period, count
from desk.store.database import Database
from desk.store.office import Office
from tests.services.assessment.conftest import ESTATE, OTHER, Bench
from tests.services.assessment.test_complaints import complaint
from tests.services.assessment.test_fresh import fresh, stop
from tests.services.assessment.test_repairs import order, revisit
from tests.world import KEY, own_lists

FOREMANS = {"volume", "hours", "timely", "content", "places", "load"}
SEEN = {
    Role.MANAGER: set(charts.CHARTS),
    Role.HEAD_OFFICE: set(charts.CHARTS),
    Role.SUPERVISOR: FOREMANS | {"fresh"},
    Role.FOREMAN: FOREMANS,
    Role.CLERK: set(),
    Role.SQUAD_LEADER: set(),
    Role.BUTLER: set(),
    Role.ACCOUNTANT: set(),
}
MONDAY = at("2026-05-04", "10:00")


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Books, Period]]:
    """The sample office without its complaints, which are sealed, and thirty of its days."""
    database = Database(Path(copyfile(sample_file, tmp_path_factory.mktemp("analysis") / "desk.db")), KEY)
    company = database.read("SELECT scope FROM estate LIMIT 1")[0][0]
    books = Books.of_desk(database, Office(str(company), Calendar(), own_lists), None)
    scope = str(database.read("SELECT scope FROM work_order GROUP BY scope ORDER BY COUNT(*) DESC LIMIT 1")[0][0])
    yield books, period_of(books, (scope,), "2026-10-22", "2026-11-20", at("2026-11-20", "14:02"))
    database.close()


def period(bench: Bench, *scopes: str, from_on: str = "2026-01-01", until_on: str = "2026-12-31") -> Period:
    return period_of(bench.books, scopes or (ESTATE,), from_on, until_on, bench.now)


def walked(books: Books, span: Period, picture: Picture) -> int:
    """Every part of every figure is as long as its list, and no record stands in two figures of bars; says how many."""
    seen: list[str] = []
    for cell in picture.cells.values():
        for part in cell.parts:
            found = lists.cases(books, span, part.behind)
            assert len(found) == part.count, (picture.name, part)
            assert len({one.id for one in found}) == part.count
            seen += [one.id for one in found] if picture.shape is not Shape.RATES else []
        if picture.shape is Shape.RATES:
            assert (cell.met, cell.of) == (cell.parts[1].count, cell.parts[0].count + cell.parts[1].count)
    assert len(seen) == len(set(seen)) or picture.shape is Shape.BESIDE
    return len(picture.cells)


# stretches of days


def test_a_month_by_days_half_a_year_by_weeks_more_by_months() -> None:
    days = stretches("2026-11-01", "2026-11-20")
    assert [one.label for one in days[:2]] == ["11-01", "11-02"]
    assert days[-1].words == "11-20 周五"
    weeks = stretches("2026-10-07", "2026-11-20")
    assert [one.words for one in weeks][:2] == ["10-07 至 10-11", "10-12 至 10-18"]
    months = stretches("2025-12-15", "2026-11-20")
    assert [one.label for one in months][:3] == ["25年12月", "26年1月", "2月"]
    assert (months[0].words, months[1].words) == ("2025 年 12 月 (15-31 日)", "2026 年 1 月")


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [("2026-11-20", "2026-11-20"), ("2024-02-25", "2024-03-31"), ("2023-12-31", "2026-03-01"),
     ("2026-01-01", "2026-07-01")],
)  # fmt: skip
def test_stretches_hold_every_day_once(from_on: str, until_on: str) -> None:
    found = stretches(from_on, until_on)
    assert (found[0].from_on, found[-1].until_on) == (from_on, until_on)
    assert all(add_days(one.until_on, 1) == two.from_on for one, two in pairwise(found))
    numbers = [number for one in found for number in one.numbers]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert day_of(found[0].from_at) == from_on


# every figure and its list


@pytest.mark.parametrize("name", [one.name for one in charts.CHARTS.values() if not one.sealed])
def test_every_figure_of_the_sample_is_as_long_as_its_list(sample: tuple[Books, Period], name: str) -> None:
    books, span = sample
    picture = charts.picture(books, span, name)
    assert not picture.is_empty
    assert walked(books, span, picture) == len(picture.places) * len(picture.series)


@pytest.mark.parametrize("name", ["timely", "content", "fresh"])
def test_the_stretches_of_a_share_add_up_to_the_assessment(sample: tuple[Books, Period], name: str) -> None:
    books, span = sample
    picture = charts.picture(books, span, name)
    measures = {"timely": ("response", "arrival", "finish"), "content": ("content", "asked")}.get(
        name, ("fresh_total", "fresh_estate", "fresh_content")
    )
    for s, measure in enumerate(measures):
        tally = count(books, span, [measure])[measure][span.scopes[0]]
        cells = [picture.cells[x, s] for x in range(len(picture.places))]
        assert (sum(one.met for one in cells), sum(one.of for one in cells)) == (tally.met, tally.of)
        assert sum(part.count for one in cells for part in one.parts[2:]) == sum(tally.left.values())


def test_what_a_cap_puts_back_is_missed_where_it_stands(bench: Bench) -> None:
    """Not reached: of forty two may be left out by this cap, the first in time; the third stands in another month."""
    bench.settings["assessment.not_reached_percent"] = "5"
    for n in range(40):
        done = MONDAY + n * DAY
        late = n in (0, 1, 38)
        told = {"status": "not_reached"} if late else {"answered": done + 4 * DAY}
        day = day_of(done)
        revisit(bench, f"o-{n:02d}", done, from_on=add_days(day, 3), to_on=add_days(day, 7), **told)
    span = period(bench)
    picture = charts.picture(bench.books, span, "content")
    walked(bench.books, span, picture)
    asked = {picture.places[x].label: cell for (x, s), cell in picture.cells.items() if s == 1}
    assert [part.count for part in asked["5月"].parts] == [0, 26, 2]
    assert [part.count for part in asked["6月"].parts] == [1, 11]


def test_a_cap_is_each_estates_own(bench: Bench) -> None:
    """Deliveries late by a stop alone: one of twenty in each estate, not two of forty anywhere."""
    for scope, absent in ((ESTATE, 2), (OTHER, 0)):
        for n in range(20):
            placed = MONDAY + n * HOUR
            late = {"stops": stop(placed + 12 * MINUTE, placed + 32 * MINUTE), "delivered_at": placed + 36 * MINUTE}
            fresh(bench, placed, scope=scope, **(late if n < absent else {}))
    span = period(bench, ESTATE, OTHER)
    picture = charts.picture(bench.books, span, "fresh")
    walked(bench.books, span, picture)
    may = next(cell for (x, s), cell in picture.cells.items() if s == 0 and picture.places[x].label == "5月")
    tallies = count(bench.books, span, ["fresh_total"])["fresh_total"]
    assert may.of - may.met == sum(one.missed for one in tallies.values()) == 1


def test_complaints_are_counts_by_what_was_judged(bench: Bench) -> None:
    for n, validity in enumerate(["valid", "partial", "invalid", None, "valid"]):
        complaint(bench, received_at=MONDAY + n * DAY, validity=validity)
    span = period(bench)
    picture = charts.picture(bench.books, span, "complaints")
    walked(bench.books, span, picture)
    may = [cell.count for (x, _), cell in picture.cells.items() if picture.places[x].label == "5月"]
    assert may == [3, 1, 1]


def test_kinds_by_building_and_by_estate(bench: Bench) -> None:
    for number in ("10", "2"):
        bench.add("home", id=f"h{number}", building_no=number, room_no="101", room=f"{number}-1-101", status="active")
    bench.add(
        "estate", id=OTHER[2:], scope="o/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10", name="翠湖花园国际社区三期高层组团"
    )
    for home, label in (("h10", "电气·换灯"), ("h2", "电气·插座"), ("h2", "给排水·龙头"), (None, None)):
        order(bench, MONDAY, home_id=home, problem_label=label)
    order(bench, MONDAY, home_id="h2", problem_label="电气·换灯", status="void")
    order(bench, MONDAY, scope=OTHER, problem_label="电气·换灯")
    span = period(bench)
    picture = charts.picture(bench.books, span, "places")
    walked(bench.books, span, picture)
    assert [one.label for one in picture.places] == ["2", "10", "公共"]
    assert [one.label for one in picture.series] == ["电气", "未分类", "给排水"]
    assert [picture.cells[x, 0].count for x in range(3)] == [1, 1, 0]
    both = period(bench, ESTATE, OTHER)
    picture = charts.picture(bench.books, both, "places")
    walked(bench.books, both, picture)
    assert {one.words: picture.cells[x, 0].count for x, one in enumerate(picture.places)} == {
        "": 2, "翠湖花园国际社区三期高层组团": 1
    }  # fmt: skip


def test_more_kinds_than_can_be_read_stand_together(bench: Bench) -> None:
    for n in range(17):
        order(bench, MONDAY, problem_label=f"类{n:02d}·事")
    span = period(bench)
    picture = charts.picture(bench.books, span, "places")
    assert [one.label for one in picture.series][-2:] == ["类13", "其余"]
    assert picture.cells[0, 14].count == 3
    walked(bench.books, span, picture)


def test_hours_of_the_week_are_those_on_the_wall(bench: Bench) -> None:
    order(bench, at("2026-05-04", "0:00"))
    order(bench, at("2026-05-10", "24:00") - 1)  # the last moment of Sunday
    picture = charts.picture(bench.books, period(bench), "hours")
    assert {key: cell.count for key, cell in picture.cells.items() if cell.count} == {(0, 0): 1, (23, 6): 1}


def test_the_load_of_technicians(bench: Bench) -> None:
    order(bench, MONDAY, technician_id="t1", signature="self")
    order(bench, MONDAY - 400 * DAY, technician_id="t1")  # finished before
    for status in ("dispatched", "suspended", "accepted"):
        open_ = {"finished_at": None, "closed_at": None, "arrived_at": None, "status": status}
        order(bench, MONDAY, technician_id="t2", **open_)
    span = period(bench)
    picture = charts.picture(bench.books, span, "load")
    walked(bench.books, span, picture)
    assert [(cell.count, key) for key, cell in picture.cells.items()] == [
        (1, (0, 0)), (0, (0, 1)), (0, (1, 0)), (2, (1, 1))
    ]  # fmt: skip
    assert "完好 100.0 %" in picture.cells[0, 0].said


def test_nothing_at_all(bench: Bench) -> None:
    for name in charts.CHARTS:
        assert charts.picture(bench.books, period(bench), name).is_empty, name


def test_reading_can_be_stopped_between_two_statements(bench: Bench) -> None:
    class Enough(Exception):
        pass

    def told(done: int, of: int) -> None:
        assert 0 < done <= of
        raise Enough

    for name in charts.CHARTS:
        with pytest.raises(Enough):
            charts.picture(bench.books, period(bench), name, told)


# who sees what


@pytest.mark.parametrize("role", SEEN)
def test_who_sees_which_chart(role: Role) -> None:
    actor = Actor("x", frozenset({role}))
    assert {one.name for one in charts.charts_for(actor, unsealed=True)} == SEEN[role]
    assert charts.may_see(actor) is bool(SEEN[role])
    assert "complaints" not in {one.name for one in charts.charts_for(actor, unsealed=False)}


def test_a_share_says_the_target_of_the_assessment(bench: Bench) -> None:
    told = [charts.picture(bench.books, period(bench), name).series for name in ("timely", "content", "fresh")]
    assert [[one.target for one in series] for series in told] == [[95, 95, 95], [95, 90], [95, 95, 98]]
