"""Two desks at one notice: both texts stay, a move against a move is for a person, what happened is not lost."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from desk.domain.calendar import HOUR
from desk.domain.roles import Role
from tests.domain.conftest import schema
from tests.domain.line import Line
from tests.services.folding import NINE
from tests.services.notices.conftest import TYPES

__all__ = ["schema"]
ENT = "0192aaaa-0000-7000-8000-00000000000a"
WORDS: dict[str, Any] = {
    "kind": "11", "title": "停水通知", "from_at": NINE + 48 * HOUR, "to_at": NINE + 56 * HOUR, "audience": "all",
    "range_words": "全小区", "reason": "水箱检修", "tips": "请储水", "phone": "8801 6000", "undersigned": "物业",
}  # fmt: skip


RIGHT = "0192aaaa-0000-7000-8000-00000000000b"
SIGN_UP = "0192aaaa-0000-7000-8000-00000000000c"
PARTY: dict[str, Any] = {**WORDS, "kind": "91", "title": "重阳节包饺子", "late_reason": "forgotten"}


@pytest.fixture
def line(schema: list[str]) -> Iterator[Line]:
    connection = sqlite3.connect(":memory:")
    for statement in schema:
        connection.execute(statement)
    yield Line(connection, lists=TYPES, apart=True)
    connection.close()


@pytest.fixture
def written(line: Line) -> str:
    return line.op("notice.draft", ENT, None, **WORDS)


@pytest.fixture
def submitted(line: Line, written: str) -> str:
    return line.op("notice.submit", ENT, written)


@pytest.fixture
def sent(line: Line, submitted: str) -> str:
    return line.op("notice.approve", ENT, submitted, by=Role.SUPERVISOR, reviewer="张敏")


def test_both_wrote_and_both_texts_stay(line: Line, written: str) -> None:
    line.op("notice.amend", ENT, written, reason="水泵检修")
    other = line.op("notice.amend", ENT, written, by=Role.BUTLER, reason="管道更换", phone="8801 6001")
    assert line.verdict(other) == "ok"
    row = line.row("notice", ENT)
    assert (row["reason"], row["phone"]) == ("水泵检修\n管道更换", "8801 6001")
    assert len(row["writer_ids"]) == 2, "neither of them reads it before it goes out"


def test_what_is_with_the_reader_is_no_longer_written(line: Line, written: str) -> None:
    line.op("notice.submit", ENT, written)
    late = line.op("notice.amend", ENT, written, by=Role.BUTLER, reason="管道更换")
    assert line.verdict(late) == "denied"
    assert line.row("notice", ENT)["reason"] == "水箱检修"


def test_one_lets_it_out_while_the_other_calls_it_off(line: Line, submitted: str) -> None:
    out = line.op("notice.approve", ENT, submitted, by=Role.SUPERVISOR, reviewer="张敏")
    off = line.op("notice.void", ENT, submitted, void_reason="cancelled")
    assert (line.verdict(out), line.verdict(off)) == ("ok", "contested")
    assert line.row("notice", ENT)["status"] == "sent"
    (branch,) = line.branches(ENT)
    decided = line.op("notice.resolve", ENT, out, by=Role.MANAGER, keep=branch["id"], drop=[])
    assert line.verdict(decided) == "ok"
    assert line.row("notice", ENT)["status"] == "void"


def test_nobody_ends_it_while_a_side_waits(line: Line, submitted: str) -> None:
    out = line.op("notice.approve", ENT, submitted, by=Role.SUPERVISOR, reviewer="张敏")
    line.op("notice.send_back", ENT, submitted, by=Role.MANAGER, review_note="时间不对")
    assert line.verdict(line.op("notice.void", ENT, out, void_reason="test")) == "denied"


def test_restored_here_corrected_there_and_the_hour_it_came_back_is_kept(line: Line, sent: str) -> None:
    line.op("notice.draft", RIGHT, None, **WORDS, corrects_id=ENT, correction_no=1, found_by="ourselves",
            wrong_part="time")  # fmt: skip
    drafted = line.op("notice.amend", RIGHT, None, to_at=NINE + 60 * HOUR)
    asked = line.op("notice.submit", RIGHT, drafted)
    line.op("notice.approve", RIGHT, asked, by=Role.SUPERVISOR, reviewer="张敏")
    assert line.row("notice", ENT)["status"] == "corrected"
    line.now = NINE + 50 * HOUR
    back = line.op("notice.restore", ENT, sent)
    assert line.verdict(back) == "contested"
    (branch,) = line.branches(ENT)
    assert branch["sets"]["restored_at"] == line.dids[back].eff


def test_two_receipts_of_two_channels_both_count(line: Line, sent: str) -> None:
    first = line.op("notice.receipt", ENT, sent, by=Role.RULES, receipts=[{"partner": "ch_1", "delivered": 298}])
    second = line.op("notice.receipt", ENT, first, by=Role.RULES, receipts=[{"partner": "ch_2", "delivered": 5}])
    assert line.verdict(second) == "ok"
    assert {one["partner"] for one in line.row("notice", ENT)["receipts"]} == {"ch_1", "ch_2"}


def test_two_readers_at_once_are_one_reading_and_the_first_stands(line: Line, submitted: str) -> None:
    first = line.op("notice.approve", ENT, submitted, by=Role.SUPERVISOR, reviewer="张敏")
    second = line.op("notice.approve", ENT, submitted, by=Role.MANAGER, reviewer="赵刚")
    assert (line.verdict(first), line.verdict(second)) == ("ok", "merged")
    row = line.row("notice", ENT)
    assert (row["status"], row["reviewer"]) == ("sent", "张敏")
    assert line.dids[second].vs == first, "the log says whose word it is one with"
    assert not line.branches(ENT)


def test_two_read_it_afterwards_and_neither_is_turned_away(line: Line) -> None:
    written = line.op("notice.draft", ENT, None, **{**WORDS, "kind": "12", "from_at": NINE})
    out = line.op("notice.send_first", ENT, written, urgent_reason="breakdown")
    first = line.op("notice.second_read", ENT, out, by=Role.SUPERVISOR, reviewer="张敏")
    second = line.op("notice.second_read", ENT, out, by=Role.MANAGER, reviewer="赵刚", review_note="范围写全")
    assert (line.verdict(first), line.verdict(second)) == ("ok", "merged")
    assert line.row("notice", ENT)["reviewer"] == "张敏"
    late = line.op("notice.second_read", ENT, second, by=Role.MANAGER, reviewer="赵刚")
    assert line.verdict(late) == "denied", "who saw that it was read reads it no more"


def test_one_resident_signed_up_at_two_desks_is_one_sign_up(line: Line, written: str) -> None:
    told: dict[str, Any] = {"notice_id": ENT, "name": "王秀英", "people": 2, "resident_id": RIGHT}
    here = line.op("sign_up.sign", SIGN_UP, None, **told, taken_by="李敏", phone="13800006621")
    there = line.op("sign_up.sign", SIGN_UP, None, by=Role.SUPERVISOR, **told, taken_by="张敏")
    more = line.op("sign_up.sign", SIGN_UP, None, by=Role.SUPERVISOR, **{**told, "people": 3}, taken_by="张敏")
    assert [line.verdict(one) for one in (here, there, more)] == ["ok", "merged", "contested"]
    assert line.row("sign_up", SIGN_UP)["taken_by"] == "李敏"


def test_two_end_an_activity_at_once_and_those_who_came_are_asked_once(line: Line) -> None:
    notice = line.op("notice.draft", ENT, None, **PARTY)
    notice = line.op("notice.submit", ENT, notice)
    notice = line.op("notice.approve", ENT, notice, by=Role.SUPERVISOR, reviewer="张敏")
    line.now = NINE + 60 * HOUR
    one, two = {"id": SIGN_UP, "where": "3-2-1801"}, {"id": RIGHT}
    first = line.op("notice.end", ENT, notice, attended=[one])
    second = line.op("notice.end", ENT, notice, by=Role.SUPERVISOR, attended=[one, two])
    assert (line.verdict(first), line.verdict(second)) == ("ok", "merged")
    (call,) = line.dids[first].make
    assert (call.record, call.values["source"], call.values["about"]) == ("revisit", "activity", "sign_up")
    assert (call.values["about_id"], call.values["subject"]) == (SIGN_UP, "重阳节包饺子")
