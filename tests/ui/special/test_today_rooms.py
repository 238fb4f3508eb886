"""What a room tells as open follows from its own records: Today reads a room again only where one of them changed."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk.domain.calendar import Calendar, at
from desk.domain.open_matter import OpenMatter
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.services import SERVICES, open_by_room, open_matters
from desk.store.database import Database
from desk.store.office import Office
from desk.ui.special.today_more import EVERYWHERE, rooms_of
from desk.ui.special.today_open import DRAWN
from tests.world import KEY, own_lists

NOW = at("2026-11-20", "14:02")
TABLE = re.compile(r'(?:FROM|JOIN)\s+"?(\w+)')


class Listening(Database):
    """It keeps the names of the tables that were asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, KEY)
        self.asked: set[str] = set()

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        self.asked |= set(TABLE.findall(sql))
        return super().read(sql, parameters)


def test_a_room_reads_nothing_but_its_own_records_and_what_makes_today_read_all(
    sample_file: Path, rules: Rulebook, calendar: Calendar, tmp_path: Path
) -> None:
    shutil.copyfile(sample_file, tmp_path / "desk.db")
    database = Listening(tmp_path / "desk.db")
    estate, company = database.read("SELECT id, scope FROM estate ORDER BY id")[0]
    scope, office = f"e/{estate}", Office(company, calendar, own_lists)
    staff = database.read(
        "SELECT staff_id FROM \"grant\" WHERE estate_id = ? AND role = ? AND status = 'active'", (estate, Role.CLERK)
    )
    actor = office.actor(database, scope, str(staff[0][0]))
    settings, lists = office.settings(database, scope), office.lists(database, scope)
    given = (database, actor, scope, settings, lists, calendar, NOW)
    found: dict[str, tuple[OpenMatter, ...]] = {}
    told = 0
    for service in rules.services:
        database.asked.clear()
        room = open_by_room(*given, [service.name])
        found |= room
        told += any(room.values())
        if service.name not in DRAWN:
            own = {record.name for record in service.records}
            assert database.asked <= own | set(EVERYWHERE), service.name
    assert told > 5, "an empty room reads less than a full one"
    whole = open_matters(*given)
    assert [one for name in SERVICES for one in found.get(name, ())] == whole
    database.close()


def test_which_rooms_a_change_concerns(rules: Rulebook) -> None:
    assert rooms_of(rules, {"exchange", "promise"}) == ["fresh_orders", "hand_over"]
    assert rooms_of(rules, {"work_order"}) == []  # Today draws those itself
    everything = [name for name in SERVICES if name not in DRAWN]
    assert rooms_of(rules, None) == rooms_of(rules, {"setting"}) == everything
