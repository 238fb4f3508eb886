"""Settings: the estate before the company before the written default; nothing wrong gets in."""

import pytest

from desk.domain.errors import DeskError
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import RISING, SETTINGS, Setting, SettingKind, Settings


def test_every_setting_has_a_default_that_may_stand_and_words() -> None:
    assert len({fact.key for fact in SETTINGS}) == len(SETTINGS)
    assert len({fact.label for fact in SETTINGS}) == len(SETTINGS)
    for fact in SETTINGS:
        fact.read(fact.default)
        assert fact.label
        assert fact.unit or fact.kind is not SettingKind.NUMBER, fact.key
    keys = {fact.key for fact in ALL_SETTINGS}
    assert all(key in keys for row in RISING for key in row)


def test_the_estate_stands_before_the_company() -> None:
    company = {"clock.response_minutes": "20", "clock.arrival_minutes": "25"}
    found = Settings(company, {"clock.response_minutes": "30"})
    assert [found.number(f"clock.{name}_minutes") for name in ("response", "arrival", "finish")] == [30, 25, 120]
    assert found.text("clock.response_minutes") == "30"
    assert found.hours("calendar.desk_hours") == ((480, 1020),)
    assert found.get("clock.arrival_minutes") == 25


def test_a_key_of_a_newer_program_is_passed_over() -> None:
    assert Settings({"clock.of_tomorrow": "x"}).number("clock.response_minutes") == 15


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("clock.response_minutes", "很快"),
        ("clock.response_minutes", "1.5"),
        ("clock.response_minutes", ""),
        ("clock.response_minutes", "0"),
        ("clock.response_minutes", "-5"),
        ("clock.warn_percent", "101"),
        ("clock.parts_cap_days", "1000"),
        ("calendar.desk_hours", "休"),
        ("calendar.desk_hours", "八点到五点"),
        ("escalation.foreman_minutes", "10"),
        ("escalation.manager_minutes", "20"),
        ("escalation.urgent_clerk_minutes", "5"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(key: str, text: str) -> None:
    with pytest.raises(DeskError) as raised:
        Settings({key: text})
    assert raised.value.message
    assert raised.value.advice


def test_a_reader_of_the_wrong_kind_is_a_bug() -> None:
    with pytest.raises(TypeError):
        Settings().number("calendar.desk_hours")
    with pytest.raises(TypeError):
        Settings().hours("clock.response_minutes")
    with pytest.raises(KeyError):
        Settings().get("clock.of_tomorrow")


def test_words_are_a_kind_too() -> None:
    fact = Setting("desk.greeting", "问候语", "您好", kind=SettingKind.TEXT)
    assert Settings({"desk.greeting": "您好, 请讲"}, facts=[fact]).get("desk.greeting") == "您好, 请讲"


def test_a_text_may_be_one_of_a_few() -> None:
    fact = Setting("fresh.from", "起点", "到货", kind=SettingKind.TEXT, choices=("到货", "验收"))
    assert Settings({"fresh.from": " 验收 "}, facts=(fact,)).get("fresh.from") == "验收"
    with pytest.raises(DeskError, match="只能是 到货、验收"):
        Settings({"fresh.from": "下单"}, facts=(fact,))
