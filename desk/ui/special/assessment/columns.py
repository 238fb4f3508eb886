"""Where the columns of the sheet stand in a width; the same for its head and its lines."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from desk.ui.theme import theme

# px of the design; what is left is shared by the name and the remark
FIXED = {
    "item": 132, "code": 38, "actual": 84, "standard": 62, "bar": 76, "deducted": 54, "score": 86, "own": 54,
    "chief": 54, "go": 26,
}  # fmt: skip
ORDER = (
    "item", "code", "name", "standard", "actual", "bar", "deducted", "score", "own", "chief", "remark", "go",
)  # fmt: skip
HEADS = {
    "item": "项目（分值）", "code": "序", "name": "考核内容", "standard": "标准", "actual": "实际", "deducted": "扣分",
    "score": "得分", "own": "自评", "chief": "考核", "remark": "备注 (Enter 看记录)",
}  # fmt: skip
RIGHT = frozenset({"standard", "actual", "deducted", "score", "own", "chief"})
NAME_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class Columns:
    """Left and width of each, in px of the screen."""

    places: dict[str, tuple[float, float]]

    @classmethod
    def of(cls, width: float, beside: bool) -> "Columns":
        """`beside`: with the columns of marks that people gave."""
        look = theme()
        hidden = set() if beside else {"own", "chief"}
        fixed = {name: look.px(one) for name, one in FIXED.items() if name not in hidden}
        rest = max(look.px(240), width - sum(fixed.values()))
        wide = fixed | {"name": rest * NAME_SHARE, "remark": rest * (1 - NAME_SHARE)}
        places, x = dict[str, tuple[float, float]](), 0.0
        for name in ORDER:
            if name in wide:
                places[name] = (x, wide[name])
                x += wide[name]
        return cls(places)

    def box(self, name: str, line: QRectF) -> QRectF:
        """A cell with its padding."""
        left, wide = self.places[name]
        pad = theme().px(16 if name == "item" else 8)
        return QRectF(line.left() + left + pad, line.top(), wide - pad - theme().px(4 if name in RIGHT else 0),
                      line.height())  # fmt: skip

    def __contains__(self, name: str) -> bool:
        return name in self.places
