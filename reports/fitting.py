"""Making words fit a cell: wrap, then shrink to a floor, then cut and say where the rest is."""

from dataclasses import dataclass

from reports.fonts import Face

LEADING = 1.16  # line distance by size; Chinese characters fill the em box, so less would touch
STEP = 0.5  # points between the sizes tried
REST = "…（详见系统）"
# Signs that may not begin a line, and those that may not end one (GB/T 15834).
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·%‰℃,.;:?!)]}>")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{<¥￥#")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines set at a size; `width` is the longest in points, `cut` says that words are missing."""

    lines: tuple[str, ...]
    size: float
    width: float = 0.0
    cut: bool = False

    @property
    def height(self) -> float:
        """Points from the top of the first em box to the foot of the last."""
        return (len(self.lines) - 1) * self.size * LEADING + self.size


def fit(face: Face, text: str, width: float, height: float, size: float, floor: float) -> Fitted:
    """The largest setting of a printable text in width x height points, between `size` and `floor`.

    A cell that is lower than one line at `floor` still gets that line.
    """
    text = text.strip(" ")
    if not text:
        return Fitted((), size)
    whole = face.width(text, size)
    if size <= height and whole <= width:
        return Fitted((text,), size, whole)
    while size > floor:
        most = _rows(height, size)
        if most and len(lines := _wrap(face, text, width / size, most)) <= most:
            return _fitted(face, lines, size)
        size = max(floor, size - STEP)
    most = max(1, _rows(height, floor))
    lines = _wrap(face, text, width / floor, most)
    if len(lines) <= most:
        return _fitted(face, lines, floor)
    last = _cut(face, "".join(lines[most - 1 :]), width, floor)
    return _fitted(face, [*lines[: most - 1], last], floor, cut=True)


def _fitted(face: Face, lines: list[str], size: float, cut: bool = False) -> Fitted:
    return Fitted(tuple(lines), size, max(face.width(line, size) for line in lines), cut)


def _rows(height: float, size: float) -> int:
    return int((height - size) / (size * LEADING) + 1e-9) + 1 if height >= size else 0


def _wrap(face: Face, text: str, ems: float, most: int) -> list[str]:
    """Lines of at most `ems` times the size; after `most` lines the remainder comes back as one more."""
    limit = ems * 1000 + 1e-6
    widths = face.widths
    lines: list[str] = []
    start = 0
    while start < len(text):
        if len(lines) == most:
            lines.append(text[start:])
            break
        used = 0.0
        end = start
        while end < len(text) and (used := used + widths[ord(text[end])]) <= limit:
            end += 1
        if end < len(text):
            end = _break(text, start, max(end, start + 1))
        lines.append(text[start:end].rstrip(" "))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _break(text: str, start: int, end: int) -> int:
    """Where to end a line that could hold text[start:end]: not inside a word or number, not before a closing sign."""
    lowest = start + max(1, (end - start) // 3)
    for place in range(end, lowest, -1):
        before, after = text[place - 1], text[place]
        if after == " " and not (before.isdigit() and text[place + 1 : place + 2].isdigit()):
            return place
        if may_part(before, after):
            return place
    return end


def may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters: not inside a word, not before a closing sign."""
    inside_word = before.isascii() and after.isascii()
    return not inside_word and before != " " and after not in _NOT_FIRST and before not in _NOT_LAST


def _cut(face: Face, text: str, width: float, size: float) -> str:
    rest = REST if face.width(REST, size) <= width * 0.6 else "…"
    room = width - face.width(rest, size)
    end = 0
    used = 0.0
    while end < len(text) and (used := used + face.width(text[end], size)) <= room:
        end += 1
    return text[:end] + rest
