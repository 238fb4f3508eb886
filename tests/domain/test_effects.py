"""Every setting says what it does, and says it otherwise when it is changed."""

import pytest

from desk.domain.effects import EFFECTS, GROUPS, effect, group_of, span_words
from desk.domain.errors import DeskError
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Setting, SettingKind, Settings

BY_KEY = {fact.key: fact for fact in ALL_SETTINGS}


def said(key: str, **values: str) -> str:
    return effect(BY_KEY[key], Settings({name.replace("__", "."): value for name, value in values.items()},
                                        facts=ALL_SETTINGS))  # fmt: skip


def other(fact: Setting) -> str:
    """Another value that can stand beside the defaults."""
    if fact.choices:
        return fact.choices[-1]
    if fact.kind is not SettingKind.NUMBER:
        return "9:00-11:00"
    for step in (1, -1):
        text = str(int(fact.default) + step)
        try:
            Settings({fact.key: text}, facts=ALL_SETTINGS)
        except DeskError:
            continue
        return text
    raise AssertionError(fact.key)


@pytest.mark.parametrize("fact", ALL_SETTINGS, ids=lambda fact: fact.key)
def test_it_is_worded_and_the_words_follow_the_value(fact: Setting) -> None:
    assert fact.key in EFFECTS
    usual, changed = Settings(facts=ALL_SETTINGS), Settings({fact.key: other(fact)}, facts=ALL_SETTINGS)
    assert effect(fact, usual) != effect(fact, changed)
    assert "{" not in effect(fact, usual)


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        ("revisit.first_day", {}, "完工后第3-7天回访"),
        ("revisit.last_day", {"revisit__first_day": "7"}, "完工后第7天回访"),
        ("clock.finish_minutes", {}, "2小时内要完工"),
        ("clock.finish_minutes", {"clock__finish_minutes": "90"}, "1小时30分内要完工"),
        ("clock.parts_cap_days", {"clock__parts_cap_days": "0"}, "时限不停"),
        ("clock.warn_percent", {"clock__warn_percent": "50"}, "还剩 10 分钟"),
        ("calendar.desk_hours_rest", {"calendar__desk_hours_rest": "休"}, "周末前台休息"),
        ("calendar.desk_hours", {}, "一天走 9小时"),
        ("order.windows", {}, "一天最多 30 单"),
        ("order.group_minutes", {}, "30分钟里同一部位有 5 个人报"),
        ("revisit.public_rate_percent", {}, "公共区域维修抽 20% 回访"),
        ("revisit.public_rate_percent", {"revisit__public_rate_percent": "0"}, "不回访"),
        ("revisit.rate_percent", {}, "户内维修都回访"),
        ("revisit.attempts", {"revisit__attempts": "4"}, "打满 4 次、分在 2 天"),
        ("escalation.urgent_foreman_minutes", {}, "紧急单5分钟还没派出去, 今日页上叫工程班长"),
        ("revisit.check_percent", {"revisit__check_percent": "0"}, "不再抽查"),
        ("fresh.estate_from", {}, "小区的10分钟从到货算起"),
        ("fresh.points_per_yuan", {"fresh__points_per_yuan": "0"}, "不计积分"),
    ],
)
def test_the_words_of_a_value(key: str, values: dict[str, str], words: str) -> None:
    assert words in said(key, **values)


def test_a_setting_nobody_has_worded_says_its_note() -> None:
    fact = Setting("new.thing", "新的", "4", "次", "还没有写")
    assert effect(fact, Settings(facts=(fact,))) == "4次 · 还没有写"


def test_every_setting_stands_in_a_group_of_its_own_kind() -> None:
    assert {group_of(fact.key).name for fact in ALL_SETTINGS} <= {group.name for group in GROUPS[:-1]}
    assert group_of("order.slip_due").name == "slip"
    assert group_of("order.unit_pattern_days").name == "again"


@pytest.mark.parametrize(("minutes", "words"), [(15, "15分钟"), (120, "2小时"), (90, "1小时30分"), (1440, "1天")])
def test_a_length_of_time(minutes: int, words: str) -> None:
    assert span_words(minutes) == words


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"revisit.first_day": "8"}, "不能早于"),
        ({"revisit.rework_first_day": "3"}, "不能早于"),
        ({"slip.foreman_days": "7"}, "要大于"),
    ],
)
def test_a_first_day_is_not_behind_the_last(values: dict[str, str], why: str) -> None:
    with pytest.raises(DeskError, match=why):
        Settings(values, facts=ALL_SETTINGS)
