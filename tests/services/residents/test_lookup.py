"""谁/哪户: the pick list of the intake and the resident card, over a small real estate."""

from collections.abc import Iterator

import pytest

from desk.domain.roles import Actor, Role
from desk.services.residents.card import card
from desk.services.residents.lookup import Candidate, Means, candidates, household, places_of
from desk.store.query import NotVisible
from desk.store.search import Search
from tests import world as worlds
from tests.world import World

TODAY = "2026-11-18"
KEEPER = Role.SUPERVISOR


class Estate:
    """3-2-1801: owner 王秀英, her son 王强 on the same phone, a tenant gone, one staying; an owner of two homes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.search = Search(world.database, world.rules.records)
        self.clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
        self.home, self.beside, self.above = world.homes
        self.wang = world.resident
        self.son = self.person("王强", "13800006621", self.home, "family")
        self.gone = self.person("曾乐", "13911116621", self.home, "tenant", to_on="2026-11-17")
        self.tenant = self.person("曾黎", "059188016000转802", self.home, "tenant", from_on="2026-01-01")
        self.shan = self.person("单雄信", "13722223333", self.beside, "owner")
        self.far = self.home_of("12", "1", "1801")
        self.lives(self.shan, self.far, "owner")
        self.alone = world.take(KEEPER, "resident.add", name="𬭎欣", phones=[{"number": "13500001801"}])
        for name, building, unit, kind in (
            ("12栋1单元电梯", "12", "1", "lift"), ("1栋1单元电梯", "1", "1", "lift"),
            ("3栋2单元单元门", "3", "2", "unit_door"), ("3栋大堂", "3", "", "grounds"), ("水泵房", "", "", "grounds"),
            ("A001号车位", "", "", "parking"),
        ):  # fmt: skip
            world.take(KEEPER, "place.add", name=name, kind=kind, building_no=building, unit_no=unit)

    def person(self, name: str, phone: str, home: str, relation: str, **more: str) -> str:
        ent = self.world.take(KEEPER, "resident.add", name=name, phones=[{"number": "13000000000"}, {"number": phone}])
        self.lives(ent, home, relation, **more)
        return ent

    def lives(self, ent: str, home: str, relation: str, **more: str) -> str:
        return self.world.take(KEEPER, "residence.add", resident_id=ent, home_id=home, relation=relation, **more)

    def home_of(self, building: str, unit: str, room: str) -> str:
        return self.world.take(KEEPER, "home.add", building_no=building, unit_no=unit, room_no=room)

    def who(self, typed: str, near: str = "", limit: int = 9) -> list[Candidate]:
        return candidates(self.search, self.clerk, self.world.scope, typed, TODAY, near, limit)

    def lines(self, typed: str, near: str = "") -> list[str]:
        return [line(one) for one in self.who(typed, near)]


def line(one: Candidate) -> str:
    return " ".join(part for part in (one.name, one.room_short, one.relation_label) if part)


@pytest.fixture(scope="module", params=["undrained", "drained"])
def seen(
    built_world: World, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Estate]:
    """For tests that only look."""
    world = worlds.copy_of(built_world, tmp_path_factory.mktemp("lookup") / "seen.db")
    estate = Estate(world)
    if request.param == "drained":
        estate.search.index.drain(500)
    yield estate
    world.database.close()


@pytest.fixture
def estate(world: World) -> Estate:
    """For tests that change something."""
    return Estate(world)


HOUSE = ["王秀英 3-2-1801 业主", "王强 3-2-1801 家人", "曾黎 3-2-1801 租户", "3-2-1801"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("6621", [*HOUSE[:2], "曾乐"]),
        ("13800006621", HOUSE[:2]),
        ("138 0000 6621", HOUSE[:2]),
        ("6000", [HOUSE[2]]),
        ("0591-88016000", [HOUSE[2]]),
        ("王", HOUSE[:2]),
        ("王秀英", HOUSE[:1]),
        ("wxy", HOUSE[:1]),
        ("w'x'y", HOUSE[:1]),
        ("WX", HOUSE[:1]),
        ("zl", [HOUSE[2], "曾乐"]),
        ("cl", [HOUSE[2], "曾乐"]),
        ("cy", ["曾乐"]),
        ("王 6621", HOUSE[:2]),
        ("强 6621", HOUSE[1:2]),
        ("王强6621", HOUSE[1:2]),
        ("王强 1801", HOUSE[1:2]),
        ("王强 3-2-1801", HOUSE[1:2]),
        ("单雄信", ["单雄信 3-2-1802 业主", "单雄信 12-1-1801 业主"]),
        ("sxx", ["单雄信 3-2-1802 业主", "单雄信 12-1-1801 业主"]),
        ("𬭎", ["𬭎欣"]),
        *[(room, HOUSE) for room in ("3-2-1801", "3－2－1801", "3.2.1801", "3。2。1801", "3 2 1801", "32 1801",
                                     "321801", "3栋2单元1801", "三栋二单元1801", "3栋2单元1801室", "翠湖花园3-2-1801")],
        ("12-1-1801", ["单雄信 12-1-1801 业主", "12-1-1801"]),
        ("3-2-1901", ["3-2-1901"]),
        ("3-2-19", ["3-2-1901"]),
        ("3-2-", ["3-2-1801", "3-2-1802", "3-2-1901"]),
        ("3-2-18", ["王秀英 3-2-1801 业主", "王强 3-2-1801 家人", "曾黎 3-2-1801 租户", "3-2-1801",
                    "单雄信 3-2-1802 业主", "3-2-1802"]),
        ("13800009999", []),
        ("9999", []),
        ("张三", []),
        ("9-9-999", []),
        ("", []),
        ("3", []),
        ("\ud800", []),
    ],
)  # fmt: skip
def test_whoever_is_meant(seen: Estate, typed: str, expected: list[str]) -> None:
    assert seen.lines(typed) == expected


def test_a_tail_goes_before_a_room_of_the_same_figures(seen: Estate) -> None:
    assert seen.lines("1801") == [
        "𬭎欣",
        "王秀英 3-2-1801 业主",
        "单雄信 3-2-1802 业主",
        "单雄信 12-1-1801 业主",
        "王强 3-2-1801 家人",
        "曾黎 3-2-1801 租户",
        "3-2-1801",
        "12-1-1801",
    ]


def test_the_number_that_was_typed_is_the_one_kept_and_none_is_shown(seen: Estate) -> None:
    by_tail, by_name = seen.who("6621")[1], seen.who("王强")[0]
    assert (by_tail.phone, by_tail.masked) == ("13800006621", "138****6621")
    assert (by_name.phone, by_name.masked) == ("13000000000", "130****0000")
    assert "13800006621" not in repr(by_tail)
    assert "王强" not in repr(by_tail)


def test_what_a_line_carries(estate: Estate) -> None:
    estate.world.take(KEEPER, "resident.edit", estate.wang, level="key", salutation="王女士")
    estate.world.take(KEEPER, "home.edit", estate.home, bound_at=1)
    person, *_, home = estate.who("3-2-1801")
    assert (person.kind, person.resident_id, person.home_id) == (Means.PERSON, estate.wang, estate.home)
    assert (person.room_short, person.room_long, person.bound) == ("3-2-1801", "3栋2单元1801", True)
    assert (person.level_label, person.salutation) == ("重点", "王女士")
    assert (home.kind, home.resident_id, home.home_id) == (Means.HOME, "", estate.home)


def test_a_big_household_leaves_room_for_the_home_itself(estate: Estate) -> None:
    for number in range(12):
        estate.person(f"赵{number}", f"1360000{number:04d}", estate.above, "family")
    found = estate.who("3-2-1901")
    assert len(found) == 9
    assert [one.kind for one in found] == [Means.PERSON] * 8 + [Means.HOME]


def test_who_moved_out_comes_last_without_a_home_and_who_was_struck_off_not_at_all(estate: Estate) -> None:
    assert estate.lines("曾乐") == ["曾乐"]
    estate.world.take(KEEPER, "resident.void", estate.son)
    assert estate.lines("6621") == [HOUSE[0], "曾乐"]
    assert not any("王强" in one for one in estate.lines("3-2-1801"))


@pytest.mark.parametrize(
    ("typed", "near", "expected"),
    [
        ("3-2 电梯", False, ["3-2 电梯"]),
        ("3栋2单元电梯", False, ["3-2 电梯"]),
        ("电梯", False, ["1-1 电梯", "3-2 电梯", "12-1 电梯"]),
        ("电梯", True, ["3-2 电梯", "1-1 电梯", "12-1 电梯"]),
        ("单元门", False, ["3-2 单元门"]),
        ("水泵房", False, ["水泵房"]),
        ("9-1 电梯", False, []),
    ],
)
def test_public_places(seen: Estate, typed: str, near: bool, expected: list[str]) -> None:
    assert seen.lines(typed, seen.home if near else "") == expected


def test_the_callers_own_unit_comes_first(seen: Estate) -> None:
    found = places_of(seen.search, seen.clerk, seen.world.scope, seen.home, TODAY)
    assert [one.room_long for one in found] == ["3栋2单元电梯", "3栋2单元单元门", "3栋大堂", "水泵房"]
    assert found[0].place_kind == "lift"
    assert places_of(seen.search, seen.clerk, seen.world.scope, "nowhere", TODAY) == []


def test_nothing_without_a_role(seen: Estate) -> None:
    nobody = Actor(seen.clerk.id, frozenset())
    with pytest.raises(NotVisible):
        candidates(seen.search, nobody, seen.world.scope, "王", TODAY)
    assert candidates(seen.search, seen.clerk, "e/another", "王", TODAY) == []


def test_the_card_of_a_person(estate: Estate) -> None:
    world = estate.world
    world.take(KEEPER, "home.edit", estate.home, arrears_fen=123_45, note="门铃坏")
    ended = world.order(matter="换灯", resident_id=estate.wang)
    world.take(Role.CLERK, "work_order.void", ended, void_reason="withdrawn")
    back = world.slip_back(matter="换龙头", resident_id=estate.wang)
    by_her = world.order(matter="电梯异响", home_id=None, resident_id=estate.wang)
    of_home = world.order(matter="阳台漏水")
    world.order(matter="别人的", home_id=estate.far)
    seen = card(estate.search, estate.clerk, world.scope, TODAY, resident_id=estate.wang)
    assert seen.person is not None
    assert seen.person["name"] == "王秀英"
    assert [one.room_short for one in seen.homes] == ["3-2-1801"]
    assert [line(one) for one in seen.household] == HOUSE[:3]
    assert {one["id"] for one in seen.open_orders} == {of_home, by_her, back}
    assert (seen.arrears_fen, seen.home_note) == (12345, "门铃坏")
    assert seen.revisits_due == ()
    later = card(estate.search, estate.clerk, world.scope, "2026-11-30", home_id=estate.home)
    assert [one["about_id"] for one in later.revisits_due] == [back]
    assert later.person is None
    assert {one["id"] for one in later.open_orders} == {of_home, back}


def test_the_household_is_in_order(seen: Estate) -> None:
    found = household(seen.search, seen.clerk, seen.world.scope, seen.home, TODAY)
    assert [line(one) for one in found] == HOUSE[:3]
