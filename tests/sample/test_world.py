"""The sample company: exact totals, one seed one world, names and phones as a real list has them."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from desk.domain.phones import PhoneKind, read_phone
from desk.domain.places import room_short
from desk.domain.roles import WITH_ACCOUNT, Role, Shift
from desk.sample.world import World, build_world
from desk.services.estates.record import PlaceKind
from desk.services.residents.record import Relation, ServiceLevel

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample"
TODAY = "2026-11-21"


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(7, TODAY, SAMPLE)


def test_totals(world: World) -> None:
    homes = Counter(home["estate"] for home in world["homes"])
    buildings = Counter(building["estate"] for building in world["buildings"])
    assert homes == {"cuihu": 1260, "jinxiu": 312}
    assert buildings == {"cuihu": 18, "jinxiu": 8}
    assert max(home["floor"] for home in world["homes"] if home["estate"] == "jinxiu") == 6
    assert {home["handed_over_on"][:4] for home in world["homes"] if home["estate"] == "cuihu"} == {"2019"}
    assert len(world["estates"]) == 2


def test_keys_are_unique_and_every_reference_stands(world: World) -> None:
    keys = {kind: [row["key"] for row in rows] for kind, rows in world.items()}
    for kind, all_keys in keys.items():
        assert len(set(all_keys)) == len(all_keys), kind
    for residence in world["residences"]:
        assert residence["from_on"] <= TODAY
    assert {each["home"] for each in world["residences"]} <= set(keys["homes"])
    assert {each["resident"] for each in world["residences"]} == set(keys["residents"])
    assert {each["staff"] for each in world["grants"]} == set(keys["staff"])
    assert {each["butler"] for each in world["buildings"]} <= set(keys["staff"])
    estate_of = {each["key"]: each["estate"] for each in world["residents"]}
    assert all(estate_of[each["resident"]] == each["estate"] for each in world["residences"])


def test_one_seed_one_world(world: World) -> None:
    assert build_world(7, TODAY, SAMPLE) == world
    assert build_world(8, TODAY, SAMPLE)["residents"] != world["residents"]


def test_rooms_are_written_as_the_house_writes_them(world: World) -> None:
    by_key = {home["key"]: home for home in world["homes"]}
    home = by_key["cuihu/3-2-1801"]
    assert (home["room"], home["address"], home["floor"]) == ("3-2-1801", "3栋2单元1801", 18)
    assert all(
        each["room"] == room_short(each["building_no"], each["unit_no"], each["room_no"]) for each in by_key.values()
    )


def test_public_places_of_a_unit(world: World) -> None:
    kinds: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for place in world["places"]:
        if place["kind"] in ("lift", "unit_door", "stair_light", "riser"):
            kinds[(place["estate"], place["building_no"], place["unit_no"])].append(place["kind"])
    assert kinds[("cuihu", "3", "2")] == ["lift", "unit_door", "stair_light", "riser"]
    assert kinds[("cuihu", "15", "1")].count("lift") == 2
    assert len(kinds) == len(world["units"])
    assert not any("lift" in of for (estate, *_unit), of in kinds.items() if estate == "jinxiu")
    names = {place["name"] for place in world["places"]}
    assert names >= {"3栋2单元电梯", "3栋2单元单元门", "5栋1单元B2水泵房", "地库出口道闸", "儿童乐园", "大门"}
    assert {place["kind"] for place in world["places"]} <= {kind.value for kind in PlaceKind}


def test_the_tail_of_the_counter_finds_mother_and_son(world: World) -> None:
    people = {person["key"]: person for person in world["residents"]}
    found = [
        (people[each["resident"]]["name"], each["relation"], each["home"])
        for each in world["residences"]
        if any(phone["number"].endswith("6621") for phone in people[each["resident"]]["phones"])
    ]
    assert found == [("王秀英", "owner", "cuihu/3-2-1801"), ("王强", "family", "cuihu/3-2-1801")]
    assert next(person for person in people.values() if person["name"] == "王秀英")["level"] == "key"


def test_phones_read_well_and_are_shared_only_in_families(world: World) -> None:
    homes_of: dict[str, set[str]] = defaultdict(set)
    for each in world["residences"]:
        homes_of[each["resident"]].add(each["home"])
    holders: dict[str, list[str]] = defaultdict(list)
    kinds: Counter[PhoneKind] = Counter()
    for person in world["residents"]:
        assert person["phones"]
        for phone in person["phones"]:
            read = read_phone(phone["number"])
            assert (read.number, read.hint) == (phone["number"], "")
            kinds[read.kind] += 1
            holders[phone["number"]].append(person["key"])
    shared = [keys for keys in holders.values() if len(keys) > 1]
    assert len(shared) > 50
    assert all(set.intersection(*(homes_of[key] for key in keys)) for keys in shared)
    assert kinds[PhoneKind.LANDLINE] > 50
    assert set(kinds) == {PhoneKind.MOBILE, PhoneKind.LANDLINE}
    assert any(number.endswith("-802") for number in holders)


def test_people_are_as_a_real_list_has_them(world: World) -> None:
    people = world["residents"]
    surnames = Counter(person["name"][0] for person in people)
    for surname in "王李张":
        assert 0.05 < surnames[surname] / len(people) < 0.1
    assert sum(any(ord(sign) > 0xFFFF for sign in person["name"]) for person in people) >= 4
    assert any(person["name"].startswith("欧阳") and person["salutation"].startswith("欧阳") for person in people)
    homes = Counter(each["resident"] for each in world["residences"])
    assert 10 < sum(count > 1 for count in homes.values()) < 120
    assert sum(len(person["phones"]) > 1 for person in people) > 200
    relations = Counter(each["relation"] for each in world["residences"])
    assert set(relations) == {relation.value for relation in Relation}
    assert 0.08 < relations["tenant"] / len(world["residences"]) < 0.2
    assert {person["level"] for person in people} == {level.value for level in ServiceLevel}
    assert all("1925" <= person["birthday_on"] < TODAY for person in people)
    assert {person["key"] for person in people if person["key"] not in homes} == set()


def test_every_home_has_an_owner_and_the_platform_share_is_right(world: World) -> None:
    owned = {each["home"] for each in world["residences"] if each["relation"] == "owner"}
    written = {each["home"] for each in world["residences"] if each["relation"] == "tenant"} - owned
    assert len(owned | written) == len(world["homes"])
    cuihu = [home for home in world["homes"] if home["estate"] == "cuihu"]
    assert 0.62 < sum(home["bound_at"] is not None for home in cuihu) / len(cuihu) < 0.74
    assert 0.03 < sum(home["arrears_fen"] > 0 for home in cuihu) / len(cuihu) < 0.11


def test_staff_hold_the_roles_of_the_office(world: World) -> None:
    roles = {(grant["estate"], Role(grant["role"])) for grant in world["grants"]}  # type: ignore[call-arg]
    for estate in ("cuihu", "jinxiu"):
        assert {role for where, role in roles if where == estate} >= WITH_ACCOUNT
    by_no = {person["staff_no"]: person for person in world["staff"]}
    assert {no: by_no[no]["name"] for no in ("01", "03", "05", "12")} == {
        "01": "张敏",
        "03": "李敏",
        "05": "王丽",
        "12": "赵刚",
    }
    assert all(by_no[no]["account"] for no in ("01", "03", "05", "12", "20", "90"))
    assert not any(
        person["account"]
        for person in world["staff"]
        if person["staff_no"] >= "91" or "51" <= person["staff_no"] < "90"
    )
    assert {grant["shift"] for grant in world["grants"]} <= {shift.value for shift in Shift}
    assert {"王建国", "李伟", "刘洋", "孙磊", "陈立", "赵海", "张强", "陈刚"} <= {
        person["name"] for person in world["staff"]
    }
    assert all(each["phone"] for each in world["contractors"])
