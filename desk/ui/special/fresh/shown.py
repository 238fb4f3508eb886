"""What the board shows, as plain data: a card with its clocks, a line of what was delivered, a column's head."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One running clock: its figures, what is said under it, and how it is drawn."""

    figures: str
    words: str
    shape: str
    permille: int
    tone: str = ""  # warn | bad, the colour that repeats the shape


@dataclass(frozen=True, slots=True)
class CardShown:
    """One order on the board. `icon` with its words stands where no clock runs; `action` is its next step."""

    id: str
    where: str
    no: str
    about: str
    clocks: tuple[ClockShown, ...] = ()
    icon: str = ""
    icon_words: str = ""
    icon_aside: str = ""
    tone: str = ""
    action: str = ""
    key: str = ""
    marked: bool = False  # goes along in the walk that is being made up
    ringing: bool = False  # nobody has taken it yet
    doubt: str = ""  # 待裁定: two desks saw it differently

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """What its height depends on."""
        return bool(self.clocks), bool(self.icon_words), bool(self.action)

    @property
    def spoken(self) -> str:
        said = [self.where, self.no, self.doubt, self.about, *(f"{one.figures} {one.words}" for one in self.clocks)]
        said += [self.icon_words, self.icon_aside, "已并入" if self.marked else "", self.action]
        return " ".join(one for one in said if one)


@dataclass(frozen=True, slots=True)
class DoneShown:
    """One line of what was delivered today: in time or late and why, and how long it took."""

    id: str
    where: str
    took: str
    aside: str = ""
    late: bool = False
    undecided: bool = False  # `took` says so

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Every line is as high as the others."""
        return False, False, False

    @property
    def spoken(self) -> str:
        return " ".join(one for one in (self.where, "晚" if self.late else "", self.aside, self.took) if one)


@dataclass(frozen=True, slots=True)
class Pile:
    """One column: its name, how many there are of it, a word at the right, and what it holds."""

    title: str
    count: int
    aside: str
    lines: tuple[CardShown | DoneShown, ...]
    foot: tuple[str, str] = ("", "")  # the words of its button, and what is said beside it
    foot_key: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands above the columns: who accepts now and next, how the day goes."""

    acceptor: str
    until: str
    figures: tuple[tuple[str, str], ...]  # figure, its words
