"""The keys of 今日: on a row, and what the foot says of them."""

# What a key on a row means: the first of these steps that the order's state knows. The radio's are written at once.
ROW_KEYS = {
    "Space": ("arrive",), "9": ("finish",), "8": ("wait_parts", "put_off"), "7": ("nobody_home",), "+": ("urge",),
    "＋": ("urge",), "*": ("answer_call",), "＊": ("answer_call",), "5": ("call_back",), "6": ("release",),
}  # fmt: skip
KEYS = (
    ("↑↓", "选"), ("Enter", "办"), ("空格", "到场"), ("9", "完工"), ("8", "等料"), ("7", "未遇"), ("+", "催单"),
    ("*", "答复"), ("F4", "派工"), ("F6", "回单"), ("F7", "回访"), ("F12", "遮屏"),
)  # fmt: skip
FORM_KEYS = (("1-9", "选"), ("Enter", "下一项"), ("F9", "保存"), ("Esc", "返回"))
