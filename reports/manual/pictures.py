"""The manual's pictures: taken from a tour's folder, cut, made small, and put beside the text."""

import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from desk.domain.errors import DeskError

LIST = "pictures.toml"
WIDEST = 1366
COLOURS = 28  # a window has few flat colours; the edges of its letters need not each their own
APART = 20  # how far two colours of the palette lie apart, summed over red, green and blue
GROUNDS, GROUNDS_APART = 10, 6  # the large flats, some of which are nearly white


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of the manual: from which picture of the tour, and which part of it (left, top, right, bottom)."""

    name: str
    stop: str
    part: tuple[int, int, int, int] | None = None

    @property
    def file(self) -> str:
        return f"{self.name}.png"


def wanted(folder: Path) -> list[Wanted]:
    """What `pictures.toml` asks for, in its order."""
    told: dict[str, Any] = tomllib.loads((folder / LIST).read_text("utf-8"))
    return [
        Wanted(name, str(facts["from"]), tuple(facts["part"]) if "part" in facts else None)
        for name, facts in told.items()
    ]


def renew(tour: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Make every picture of the manual anew; says each file and its bytes. A DeskError where the tour lacks one."""
    stops = {path.stem.partition("-")[2]: path for path in sorted(tour.glob("[0-9][0-9]-*.png"))}
    asked = wanted(folder)
    if lacking := [one.stop for one in asked if one.stop not in stops]:
        raise DeskError(f"这一遍里没有 {', '.join(lacking)}", "请重新走一遍, 或改 pictures.toml")
    for one in asked:
        data = made_small(stops[one.stop], one.part)
        (folder / one.file).write_bytes(data)
        yield one.file, len(data)


def made_small(file: Path, part: tuple[int, int, int, int] | None = None) -> bytes:
    """A picture cut, at most WIDEST wide, in a palette of its own."""
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    if part is not None:
        picture = picture.crop(part)
    if picture.width > WIDEST:
        size = (WIDEST, round(picture.height * WIDEST / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    few = picture.quantize(palette=_palette(picture), dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _palette(picture: Image.Image) -> Image.Image:
    """The colours that cover most, as they are: the usual ways of choosing average the few bright ones away.

    First the grounds, then what is seen on them: a small green mark says something, one more grey does not.
    """
    found = picture.getcolors(picture.width * picture.height) or []
    counted = [(count, colour) for count, colour in found if isinstance(colour, tuple)]
    chosen: list[tuple[int, ...]] = []
    _choose(chosen, sorted(counted, reverse=True), GROUNDS, GROUNDS_APART)
    seen = sorted(counted, reverse=True, key=lambda one: (one[0] * (1 + (max(one[1]) - min(one[1])) // 4), one[1]))
    _choose(chosen, seen, COLOURS, APART)
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in chosen for value in colour])
    return palette


def _choose(chosen: list[tuple[int, ...]], offered: list[tuple[int, tuple[int, ...]]], most: int, apart: int) -> None:
    """Take the first of those offered that are far enough from all that were taken."""
    for _, colour in offered:
        if len(chosen) == most:
            return
        if all(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) >= apart for other in chosen):
            chosen.append(colour)
