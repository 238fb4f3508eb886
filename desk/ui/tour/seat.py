"""Somebody else sits down at the PC: the screen is locked, he is chosen by arrows and types his own PIN."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desk.sample.pins import sample_pin
from desk.store.database import Database
from desk.ui.special.sign_in import SignInPage

NUMBER = "SELECT staff_no FROM staff WHERE name = ?"


class Hands(Protocol):
    """What presses keys and waits for what comes of them."""

    def press(self, *keys: str) -> None: ...

    def wait(self, until: Callable[[], bool], what: str) -> None: ...


def sits(hands: Hands, window: QWidget, database: Database, name: str) -> None:
    """By keys only, from whatever page the other one left."""

    def doors() -> list[SignInPage]:
        return [one for one in window.findChildren(SignInPage) if one.isVisible()]

    hands.press("Ctrl+L")
    hands.wait(lambda: bool(doors()), "the screen is locked")
    (page,) = doors()
    place = next(place for place, one in enumerate(page.door.persons) if one.name == name)
    hands.press("Esc")
    step = 1 if place > page.card.persons.index else -1
    hands.press(*["Down" if step > 0 else "Up"] * abs(place - page.card.persons.index), "Enter")
    hands.press(*sample_pin(str(database.read(NUMBER, (name,))[0][0])), "Enter")
    hands.wait(lambda: not doors(), f"{name} is in")
