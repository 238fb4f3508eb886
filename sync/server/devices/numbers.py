"""Ids of ops, prefixes and letters of printed numbers: each given to one device, and never given again."""

import re
from typing import TYPE_CHECKING

from desk.store.device import following
from sync.server.problems import Problem

if TYPE_CHECKING:
    from sync.server.store import Session

PRINTED = "SELECT 1 FROM work_order WHERE no LIKE ? LIMIT 1"  # the underscore stands for the incarnation's letter
PARTS = re.compile("([A-Z]+)([0-9]+)")


def claim(session: "Session", device: str, dev: str, letter: str) -> None:
    """This id belongs to this device from now on; 409 where it is another's."""
    session.run(
        "INSERT INTO device_id (dev, device, letter, place, mark, was, draw, counter) "
        "VALUES (?, ?, ?, 0, '', '', '', 0) ON CONFLICT (dev) DO NOTHING",
        (dev, device, letter),
    )
    owner = session.read("SELECT device FROM device_id WHERE dev = ?", (dev,))[0][0]
    if owner != device:
        raise Problem(409, "id_taken", "这台电脑的编号已被别的电脑使用, 请再试一次")


def reserve(session: "Session", device: str, wanted: str, letter: str, known: bool = False) -> str:
    """The wanted prefix, or the next one of its letters that nobody ever had or printed under.

    `known`: the device had it before this server was restored, so that numbers under it are its own.
    """
    mine = session.read("SELECT prefix FROM prefix WHERE device = ? ORDER BY prefix", (device,))
    if mine:
        return str(mine[0][0])
    matched = PARTS.fullmatch(wanted)
    if matched is None:
        raise Problem(422, "prefix", "单号前缀要是字母加数字, 如 W1")
    stem, number = matched.group(1), int(matched.group(2))
    taken = {str(row[0]) for row in session.read("SELECT prefix FROM prefix")}
    if wanted in taken:
        number = 1
    while True:
        prefix = f"{stem}{number}"
        printed = session.read(PRINTED, (f"{prefix}_-%",)) and not (known and prefix == wanted)
        if (
            prefix not in taken
            and not printed
            and session.run(
                "INSERT INTO prefix (prefix, device, letters) VALUES (?, ?, ?) ON CONFLICT (prefix) DO NOTHING",
                (prefix, device, letter),
            )
        ):
            return prefix
        number += 1


def newest_letter(session: "Session", device: str) -> str:
    rows = session.read("SELECT letters FROM prefix WHERE device = ?", (device,))
    return str(rows[0][0]) if rows else "A"


def saw_letter(session: "Session", device: str, letter: str) -> None:
    """A desk prints under this letter already: the newest letter is never older than that."""
    if later(letter, newest_letter(session, device)):
        session.run("UPDATE prefix SET letters = ? WHERE device = ?", (letter, device))


def next_letter(session: "Session", device: str, wanted: str) -> str:
    """A letter that no file of this device printed under: the wanted one if it is new, else the next."""
    session.run("UPDATE prefix SET letters = letters WHERE device = ?", (device,))  # the row is ours until the end
    newest = newest_letter(session, device)
    given = wanted if later(wanted, newest) else following(newest)
    session.run("UPDATE prefix SET letters = ? WHERE device = ?", (given, device))
    return given


def later(one: str, other: str) -> bool:
    """Letters follow as A, B ... Z, ZA ... ZZ, ZZA."""
    return (len(one), one) > (len(other), other)
