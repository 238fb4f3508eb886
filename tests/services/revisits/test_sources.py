"""The table of revisits: sources, windows, rates, questions and what a call may come to."""

import shutil
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.services.revisits.record import CallCode, RevisitSource
from desk.services.revisits.sources import Next, load_revisit_settings

FOLDER = Path(__file__).parents[3] / "resources" / "catalogue"


def test_windows_rates_and_questions() -> None:
    settings = load_revisit_settings(FOLDER)
    rows = {code: (each.days, each.percent, len(each.questions)) for code, each in settings.sources.items()}
    assert rows == {
        "repair": (None, None, 4),
        "urgent": (None, None, 2),
        "public": (None, None, 1),
        "rework": (None, None, 2),
        "paid": (None, None, 2),
        "housekeeping": ((1, 3), 100, 3),
        "fresh": ((0, 1), 5, 3),
        "exchange": ((1, 2), 100, 1),
        "complaint": ((1, 3), 100, 3),
        "activity": ((1, 7), 10, 1),
        "decoration": ((7, 7), 100, 2),
    }
    assert {each.value for each in RevisitSource} <= set(rows)
    repairs = {"repair", "urgent", "public", "rework", "paid"}
    assert {code for code, each in settings.sources.items() if each.days is None} == repairs
    assert all(settings.sources[code].said for code in {str(each) for each in RevisitSource} - {"rework"})
    assert settings.sources["rework"].by == "supervisor"
    assert "{工号}" in settings.script


def test_every_call_result_has_its_digit() -> None:
    settings = load_revisit_settings(FOLDER)
    assert set(settings.results) == set(CallCode)
    assert [each.digit for each in settings.results.values()] == list("123456789")
    busy = settings.by_digit("3")
    assert busy is not None
    assert (busy.code, busy.next, busy.minutes) == (CallCode.BUSY, Next.MINUTES, 20)
    assert settings.by_digit("0") is None
    assert all(result.name == result.code.label for result in settings.results.values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to_day = 3", "to_day = 0", "from_day 应不晚于 to_day"),
        ("percent = 10\n", "percent = 120\n", "percent 应在"),
        ('next = "closed"', 'next = "minutes"', "minutes"),
        ('code = "busy"', 'code = "bussy"', "code 只能是"),
        ('by = "supervisor"', 'by = "boss"', "by 只能是"),
        ('"收费不符", "都不好"]', '"收费不符"]', "together"),
    ],
)
def test_a_slip_of_the_pen_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "revisits.toml"
    shutil.copy(FOLDER / "revisits.toml", path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DeskError, match=r"revisits\.toml") as refused:
        load_revisit_settings(tmp_path)
    assert says in refused.value.message
