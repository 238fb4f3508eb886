"""The sample office has settings and rows of its own, a history of them, and all of them stand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import Calendar
from desk.domain.lists import Level, check_row
from desk.domain.office_lists import PROBLEMS, list_facts
from desk.domain.roles import Actor, Role
from desk.services.settings import history
from desk.store.database import Database
from desk.store.office import Office
from tests.world import KEY, own_lists

HEAD = Actor("", frozenset({Role.HEAD_OFFICE}))


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("words") / "desk.db"
    shutil.copyfile(sample_file, path)
    database = Database(path, KEY)
    yield database
    database.close()


def test_company_and_estates_have_words_of_their_own_with_a_history(sample: Database) -> None:
    estates = {str(row[1]): f"e/{row[0]}" for row in sample.read("SELECT id, name FROM estate")}
    company = str(sample.read("SELECT scope FROM estate")[0][0])
    office = Office(company, Calendar(), own_lists)
    cuihu, jinxiu = (next(scope for name, scope in estates.items() if part in name) for part in ("翠湖", "锦绣"))
    assert office.settings(sample, cuihu).number("desk.lock_minutes") == 10
    assert office.settings(sample, jinxiu).number("desk.lock_minutes") == 8
    assert office.settings(sample, jinxiu).number("order.group_calls") == 4
    assert office.lists(sample, cuihu).rows(PROBLEMS)["87"]["name"] == "泳池设备"
    assert "53" not in office.lists(sample, jinxiu).rows(PROBLEMS)
    facts = list_facts(PROBLEMS)
    assert facts is not None
    for scope in (cuihu, jinxiu):
        lists = office.lists(sample, scope)
        for code, cells in lists.rows(PROBLEMS).items():
            check_row(facts, code, cells, lists)
        assert {Level.COMPANY, Level.ESTATE} <= {lists.level(PROBLEMS, code) for code in lists.every(PROBLEMS)}
        changes = history.everything(sample, HEAD, company, scope, lists)
        assert len(changes) >= 7
        assert [one.at for one in changes] == sorted((one.at for one in changes), reverse=True)
        assert all(one.who and one.who != "系统" for one in changes)
