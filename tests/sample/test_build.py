"""The sample folder's database: what was told as ops equals its own replay; and the whole year can be told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.deciding import Is
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.sample.build import tell_sample
from desk.sample.pins import is_stale, sample_pin
from desk.store import accounts, log
from desk.store.database import Database
from desk.store.rows import columns_of
from tests.invariants import money_agrees
from tests.world import KEY

NOW = at("2026-11-20", "14:02")


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    shutil.copyfile(sample_file, path)
    database = Database(path, KEY)
    yield database
    database.close()


def test_the_tables_are_a_replay_of_the_journal(sample: Database, rules: Rulebook) -> None:
    with sample.engine.connect() as connection:
        replayed = log.replay(connection, rules)
    counted = 0
    for record in rules.records:
        columns = columns_of(record)
        for row in sample.read(columns.select("1=1")):
            values = columns.decode(row)
            assert replayed[(record.name, values["id"])] == values
            counted += 1
    assert counted == len(replayed)


def test_nothing_of_the_sample_waits_to_be_sent(sample: Database) -> None:
    assert log.waiting(sample) == 0
    assert sample.read("SELECT COUNT(*) FROM journal")[0][0] > 15_000


def test_the_day_is_lively(sample: Database) -> None:
    states = dict(sample.read("SELECT status, COUNT(*) FROM work_order GROUP BY status"))
    for state in ("accepted", "dispatched", "arrived", "suspended", "returned", "finished", "slip_back", "closed"):
        assert states.get(state), state
    assert (
        sample.read("SELECT COUNT(*) FROM revisit WHERE status = 'waiting' AND due_from_on <= '2026-11-20'")[0][0] > 5
    )


def test_every_op_was_decided_by_somebody_who_may(sample: Database) -> None:
    with sample.engine.connect() as connection:
        assert all(entry.did.verdict is Is.OK for entry in log.everything(connection))


def test_the_sample_clerk_signs_in_with_the_pin_shown(sample: Database) -> None:
    estate = sample.read("SELECT id FROM estate WHERE name = '翠湖花园'")[0][0]
    person = next(one for one in accounts.people(sample, estate) if one.name == "李敏")
    accounts.sign_in(sample, person.id, sample_pin(person.staff_no), NOW)


def test_a_sample_of_yesterday_is_stale_until_somebody_works_on_it(sample: Database) -> None:
    assert not is_stale(sample, "2026-11-20")
    assert is_stale(sample, "2026-11-21")


def test_the_samples_money_agrees_and_every_evening_but_todays_was_counted(sample: Database) -> None:
    came = money_agrees(sample)
    assert came > 200_000
    counted = sample.read(
        "SELECT SUM(cash_fen + qr_code_fen + card_fen + desk_fen), COUNT(*), MAX(day_on) FROM day_close"
    )[0]
    today = sample.read(
        "SELECT COALESCE(SUM(amount_fen), 0) FROM taking WHERE taken_recorded_at >= ? AND payment <> 'on_account'",
        (at("2026-11-20", "0:00"),),
    )[0][0]
    assert counted[0] + today == came
    assert counted[1] > 80
    assert counted[2] == "2026-11-19"
    assert sample.read("SELECT COUNT(*) FROM day_close WHERE cash_fen <> counted_fen")[0][0] > 0


def test_the_whole_year_can_be_told_and_ends_as_the_suites_sample_does(
    sample: Database, rules: Rulebook, calendar: Calendar
) -> None:
    """As an office gets it: no step of it is refused. It is written as its last two months are.

    Which of the last orders are drawn for a call hangs on their ids, and these on what was told before.
    """
    year = tell_sample(rules, calendar, RESOURCES, NOW).chronicle
    told = {str(one["no"]): (one["where"], one["matter"]) for one in year.find("work_order")}
    assert len(told) > 3_000
    assert len({one["day_on"] for one in year.find("day_close")}) > 300
    last = sample.read('SELECT no, "where", matter FROM work_order ORDER BY no DESC LIMIT 400')
    assert len(last) == 400
    assert {no: told[no] for no, *_ in last} == {no: tuple(rest) for no, *rest in last}
