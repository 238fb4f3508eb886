"""The people of the sample estates: names as they are spread in China, families, tenants, shared and odd phones."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from desk.domain.calendar import add_days
from desk.domain.rows import Row

Rows = list[dict[str, Any]]
_PREFIXES = ("1380000", "1390001", "1590000", "1860000", "1370000", "1770000")
_BEST_HOURS = ("", "", "", "上午", "下午", "晚上", "晚上", "中午", "周末", "19 点以后")
_NOTES = (
    "",
    "",
    "",
    "",
    "",
    "养狗, 上门先打电话",
    "家有婴儿, 别按门铃",
    "在外地, 有事联系家人",
    "听不清, 多说一遍",
    "爱打 12345",
)


class _Names:
    """Draws names and phones; never the same phone twice."""

    def __init__(self, file: Row, dice: random.Random) -> None:
        self._dice = dice
        self._surnames: list[str] = []
        self._shares: list[int] = []
        for row in file.rows("surname", at_least=1):
            names, share = row.texts("names"), row.number("share")
            self._surnames += names
            self._shares += [share] * len(names)
            row.done()
        self._given: list[tuple[int, dict[str, tuple[str, ...]]]] = []
        for row in file.rows("given", at_least=1):
            self._given.append((row.number("until"), {sex: row.texts(sex) for sex in ("female", "male")}))
            row.done()
        self._used: set[str] = set()
        self._kept_tails: set[str] = set()

    def surname(self) -> str:
        return self._dice.choices(self._surnames, self._shares)[0]

    def surname_of(self, name: str) -> str:
        """The surname a person is addressed by; of a foreign name its last word."""
        if name.isascii():
            return name.split()[-1]
        return next((each for each in self._surnames if len(each) > 1 and name.startswith(each)), name[:1])

    def given(self, sex: str, born: int) -> str:
        era = next(names for until, names in self._given if born <= until)
        return self._dice.choice(era[sex])

    def keep(self, phones: Sequence[Mapping[str, str]]) -> None:
        """Numbers of written people: nobody else gets them, nor their last four digits."""
        self._used.update(phone["number"] for phone in phones)
        self._kept_tails.update(phone["number"][-4:] for phone in phones)

    def mobile(self) -> str:
        while True:
            number = f"{self._dice.choice(_PREFIXES)}{self._dice.randrange(10_000):04d}"
            if number not in self._used and number[-4:] not in self._kept_tails:
                self._used.add(number)
                return number

    def landline(self) -> str:
        while True:
            number = f"029-8800{self._dice.randrange(1000, 9000):04d}"
            if number not in self._used and number[-4:] not in self._kept_tails and number < "029-88006":
                self._used.add(number)
                return number if self._dice.random() < 0.8 else f"{number}-{self._dice.randrange(800, 900)}"


def people_of(
    file: Row, homes: Rows, habits: Mapping[str, Mapping[str, Any]], today: str, dice: random.Random
) -> tuple[Rows, Rows]:
    """Residents and their relations to homes; written people first, then a household for every home that has one."""
    names = _Names(file, dice)
    crowd = _Crowd(names, dice, today, {home["key"]: home for home in homes})
    for row in file.rows("person"):
        crowd.written(row)
    file.done()
    taken = {residence["home"] for residence in crowd.residences}
    for home in homes:
        if home["key"] not in taken:
            crowd.household(home, habits[home["estate"]])
    for person in crowd.residents:
        del person["given"]
    return crowd.residents, crowd.residences


class _Crowd:
    def __init__(self, names: _Names, dice: random.Random, today: str, homes: Mapping[str, dict[str, Any]]) -> None:
        self.residents: Rows = []
        self.residences: Rows = []
        self._names = names
        self._dice = dice
        self._today = today
        self._homes = homes
        self._several: dict[str, list[dict[str, Any]]] = {}

    def written(self, row: Row) -> None:
        """A person of people.toml, with homes and phones as written there."""
        estate, sex, name = row.text("estate"), row.text("sex"), row.text("name")
        phones = []
        for phone in row.rows("phones", at_least=1):
            phones.append({"number": phone.text("number"), "note": phone.text("note")})
            phone.done()
        self._names.keep(phones)
        person = self._add(estate, name, sex, row.text("birthday_on"), phones)
        person |= {key: row.text(key) for key in ("level", "best_hours", "note")}
        for home in row.rows("homes", at_least=1):
            key = f"{estate}/{home.text('room')}"
            if key not in self._homes:
                raise row.wrong(f"没有房屋 {home.text('room')}")
            self._live(person, self._homes[key], home.text("relation"), self._homes[key]["handed_over_on"])
            home.done()
        row.done()

    def household(self, home: dict[str, Any], habits: Mapping[str, Any]) -> None:
        dice = self._dice
        moved_in = add_days(max(home["handed_over_on"], habits["first_move_in"]), int(dice.expovariate(1 / 400)))
        moved_in = min(moved_in, add_days(self._today, -dice.randrange(1, 200)))
        owner = self._owner(home["estate"])
        self._live(owner, home, "owner", moved_in)
        kind = dice.randrange(100)
        if kind < habits["vacant_percent"]:
            return
        if kind < habits["vacant_percent"] + habits["tenant_percent"]:
            since = max(moved_in, add_days(self._today, -dice.randrange(20, 900)))
            for _ in range(dice.choice((1, 1, 2))):
                born = int(self._today[:4]) - dice.randrange(21, 46)
                self._live(self._stranger(home["estate"], born), home, "tenant", since)
            return
        self._family(owner, home, moved_in)

    def _owner(self, estate: str) -> dict[str, Any]:
        """Mostly somebody new; now and then an owner who already has a home here."""
        several = self._several.setdefault(estate, [])
        if several and self._dice.random() < 0.025:
            return self._dice.choice(several)
        age = self._dice.choices((31, 42, 55, 68, 80), (16, 34, 26, 17, 7))[0]
        owner = self._stranger(estate, int(self._today[:4]) - age)
        if self._dice.random() < 0.2:
            several.append(owner)
        return owner

    def _family(self, owner: dict[str, Any], home: dict[str, Any], moved_in: str) -> None:
        dice, born = self._dice, int(owner["birthday_on"][:4])
        members: list[tuple[int, str, str]] = []
        if dice.random() < 0.62:
            members.append((born + dice.randrange(-4, 5), "male" if owner["sex"] == "female" else "female", ""))
        if dice.random() < 0.24:
            surname = owner["name"][: -len(owner["given"])]
            members.append((born - dice.randrange(24, 31), dice.choice(("male", "female")), surname))
        for member_born, sex, surname in members:
            name_born = max(member_born, 1925)
            given = self._names.given(sex, name_born)
            shared = dice.random() < 0.18
            phones = [{"number": owner["phones"][0]["number"], "note": "家里共用"}] if shared else self._phones()
            person = self._add(
                owner["estate"], (surname or self._names.surname()) + given, sex, self._birthday(name_born), phones
            )
            self._live(person, home, "family", moved_in)

    def _stranger(self, estate: str, born: int) -> dict[str, Any]:
        sex = self._dice.choice(("male", "female"))
        born += self._dice.randrange(-4, 5)
        given = self._names.given(sex, born)
        person = self._add(estate, self._names.surname() + given, sex, self._birthday(born), self._phones())
        person["given"] = given
        return person

    def _phones(self) -> list[dict[str, str]]:
        phones = [{"number": self._names.mobile(), "note": "本人"}]
        if self._dice.random() < 0.13:
            phones.append({"number": self._names.mobile(), "note": "第二个号"})
        if self._dice.random() < 0.04:
            phones.append({"number": self._names.landline(), "note": "座机"})
        return phones

    def _birthday(self, born: int) -> str:
        return add_days(f"{born}-01-01", self._dice.randrange(365))

    def _add(self, estate: str, name: str, sex: str, birthday_on: str, phones: list[dict[str, str]]) -> dict[str, Any]:
        dice = self._dice
        surname = self._names.surname_of(name)
        person: dict[str, Any] = {
            "key": f"{estate}/R{len(self.residents) + 1:05d}",
            "estate": estate,
            "name": name,
            "given": "",
            "sex": sex,
            "salutation": f"{surname}{'女士' if sex == 'female' else '先生'}",
            "phones": phones,
            "level": "key" if dice.random() < 0.025 else "ordinary",
            "birthday_on": birthday_on,
            "best_hours": dice.choice(_BEST_HOURS),
            "note": dice.choice(_NOTES) if dice.random() < 0.3 else "",
        }
        self.residents.append(person)
        return person

    def _live(self, person: dict[str, Any], home: dict[str, Any], relation: str, from_on: str) -> None:
        self.residences.append(
            {
                "key": f"{person['key']}/{home['room']}",
                "estate": home["estate"],
                "resident": person["key"],
                "home": home["key"],
                "relation": relation,
                "from_on": from_on,
                "to_on": None,
            }
        )
