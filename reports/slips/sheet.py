"""Everything that stands printed on one dispatch slip, as plain words; nothing here reads a database."""

from dataclasses import dataclass

from desk.domain.code import Code


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes of which one is ticked; nothing chosen leaves all of them to the pen."""

    options: tuple[str, ...]
    chosen: str = ""

    @classmethod
    def of(cls, codes: type[Code], word: str | None) -> "Ticks":
        """The labels of a code; a word that a newer program wrote gets a box of its own."""
        options = tuple(code.label for code in codes)
        chosen = codes.label_of(word)
        return cls(options if not chosen or chosen in options else (*options, chosen), chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSheet:
    """The printed part of 维修派工单; moments and amounts come as the words to print (`reports.words`).

    An empty text leaves its cell free for writing. `print_no` counts this order's slips; from 2 on it says 补打.
    """

    company: str
    estate: str
    desk_phone: str
    slip_no: str
    qr: str
    printed_by: str
    printed_at: str
    print_no: int = 1

    reporter: str
    phone: str
    channel: str
    reported_at: str
    address: str
    related_home: str = ""
    area: Ticks
    urgency: Ticks
    emergency: bool = False
    words: str
    category: str
    window: str
    precautions: str = ""
    crew: str
    technician: str = ""
    dispatched_at: str
    tools: str = ""
    co_reports: int = 0
    charge: Ticks
    price_form: Ticks
    price: str = ""
    blank: bool = False  # printed before there is an order: everything is written by hand

    def __post_init__(self) -> None:
        if self.print_no < 1:
            raise ValueError(f"print_no {self.print_no}")

    @property
    def reprint(self) -> bool:
        return self.print_no > 1
