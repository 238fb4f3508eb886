"""To whom a complaint goes first: by kind, by service level, by whom it is about."""

import pytest

from desk.services.complaints.listed import type_of, types
from desk.services.complaints.receivers import Person, answering, everybody, people, suggested
from tests.services.complaints.room import lists

LISTS = lists()
STAFF = people(LISTS)
ALL = {one.id: one for one in everybody(LISTS)}


def who(code: str, level: str = "ordinary", about: str = "", butler: str = "") -> tuple[str, str]:
    found = suggested(type_of(code, LISTS), level, STAFF, ALL.get(about), butler)
    return (found.handler.id if found.handler else "", found.deputy.id if found.deputy else "")


def test_there_are_the_fourteen_kinds_of_the_table_and_other() -> None:
    known = types(LISTS)
    assert list(known) == [f"{n:02d}" for n in range(1, 15)] + ["00"]
    assert [one.code for one in known.values() if one.urgent] == ["05", "09", "10", "13", "14"]
    assert known["06"].urgent_when == "堵门"


@pytest.mark.parametrize(
    ("code", "handler"),
    [
        ("02", "foreman"), ("03", "accountant"), ("04", "supervisor"), ("05", "leader"), ("06", "leader"),
        ("07", "butler"), ("08", "butler"), ("09", "foreman"), ("10", "manager"), ("11", "supervisor"),
        ("12", "supervisor"), ("13", "manager"), ("14", "manager"), ("00", "supervisor"),
    ],
)  # fmt: skip
def test_by_the_kind(code: str, handler: str) -> None:
    assert who(code)[0] == handler


def test_money_and_security_have_the_manager_beside() -> None:
    assert who("03") == ("accountant", "manager")
    assert who("05") == ("leader", "manager")


@pytest.mark.parametrize("code", ["01", "02", "07", "12"])
def test_a_key_resident_goes_to_the_manager(code: str) -> None:
    assert who(code, "key")[0] == "manager"


@pytest.mark.parametrize(
    ("about", "handler"),
    [("clerk", "supervisor"), ("plumber", "foreman"), ("leader", "manager"), ("foreman", "manager"),
     ("supervisor", "manager"), ("manager", "head")],
)  # fmt: skip
def test_bad_manners_go_to_the_head_of_the_one_it_is_about_and_never_to_him(about: str, handler: str) -> None:
    assert who("01", about=about)[0] == handler
    assert about not in who("01", about=about)


@pytest.mark.parametrize("code", [*types(LISTS)])
@pytest.mark.parametrize("about", [one.id for one in STAFF])
@pytest.mark.parametrize("level", ["ordinary", "key"])
def test_nobody_handles_what_is_said_about_him(code: str, about: str, level: str) -> None:
    handler, deputy = who(code, level, about)
    assert handler
    assert about not in (handler, deputy)
    assert handler != deputy


def test_the_butler_of_the_building_goes_before_another() -> None:
    second = Person("butler2", "何静", ALL["butler"].roles)
    found = suggested(type_of("07", LISTS), "", [*STAFF, second], None, "butler2")
    assert found.handler == second


def test_an_office_without_such_a_post_asks_the_manager() -> None:
    few = [one for one in STAFF if one.id in ("clerk", "manager")]
    found = suggested(type_of("03", LISTS), "", few)
    assert found.handler is not None
    assert found.handler.id == "manager"
    assert found.why == "没有合适的财务, 请项目经理"
    assert suggested(type_of("03", LISTS), "", []).handler is None


def test_who_else_may_be_asked_is_no_clerk_and_not_who_takes_it() -> None:
    others = [one.id for one in answering(STAFF)]
    assert others[:2] == ["manager", "supervisor"]
    assert "clerk" in {one.id for one in STAFF}
    assert "clerk" not in others
    assert "supervisor" not in [one.id for one in answering(STAFF, "supervisor")]
    assert "manager" not in [one.id for one in answering(STAFF, "supervisor", ALL["manager"])]
