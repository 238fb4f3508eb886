"""The kinds of paper that a slip goes on, and a printer's own offset."""

from dataclasses import dataclass

from desk.services.slips.record import SlipFormat as SlipFormat

OFFSET_LIMIT = 100  # 10 mm: beyond that the paper is set wrong, not the printer off


@dataclass(frozen=True, slots=True)
class Offset:
    """Tenths of a millimetre that one printer needs; dx to the right, dy downwards."""

    dx: int = 0
    dy: int = 0

    def __post_init__(self) -> None:
        if max(abs(self.dx), abs(self.dy)) > OFFSET_LIMIT:
            raise ValueError(f"offset {self.dx}, {self.dy}: more than {OFFSET_LIMIT / 10} mm")


NO_OFFSET = Offset()


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper, mm. `places` are the top left corners of the sheets on a page; nothing is printed beyond
    `margin` at the sides (241-mm paper loses 12.7 mm to the tractor holes) and `top` above."""

    page: tuple[float, float]
    sheet: tuple[float, float]
    places: tuple[tuple[float, float], ...]
    margin: float
    top: float
    one_strike: bool = False  # all plies are printed at once, so no sheet can name its own copy
    cut: float | None = None  # where a page of several sheets is cut


PAPERS = {
    SlipFormat.A5: Paper((210, 148), (210, 148), ((0, 0),), margin=10, top=6.6),
    SlipFormat.A4_TWO_UP: Paper((210, 297), (210, 148), ((0, 0), (0, 149)), margin=10, top=6.6, cut=148.5),
    SlipFormat.PLIES: Paper((241, 140), (241, 140), ((0, 0),), margin=14, top=3, one_strike=True),
}

# Where copies are printed one by one; at least the office and the resident hold one.
COPIES = ("物业存根", "住户联")
RETURN_RULE = "当日 17:00 前交回前台"
# Pre-coloured paper of four plies: name and colour from the top.
PLIES = (("物业", "白"), ("工程", "红"), ("财务", "蓝"), ("住户", "黄"))
