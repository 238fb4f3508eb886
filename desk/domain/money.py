"""Amounts: fen as integers, as text, as typed, and in the capital figures of receipts."""

import re
import unicodedata

from desk.domain.errors import DeskError

LARGEST_FEN = 1_000_000_000_000 - 1  # under ten thousand million yuan; the figures below go as far

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?")
_SPOKEN = re.compile(r"(?:(\d+)[元块圆])?(?:(\d)(?:[角毛]|$))?(?:(\d)分?)?")
_HOW = "请写成 30 或 30.50"


def fen_text(fen: int) -> str:
    """`¥1,200.00`; a refund is `-¥30.00`."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def parse_fen(text: str) -> int:
    """The fen of what a clerk typed: `30`, `３０.５`, `30元`, `1,200`, `30块5`. DeskError where it is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("。", ".").lstrip("¥")
    if not plain:
        raise DeskError("没有填金额", _HOW)
    if plain.startswith("-"):
        raise DeskError("金额不能是负数", "退款请用退款登记")
    fen = _plain(plain.removesuffix("整").removesuffix("元")) if not _has_unit_inside(plain) else _spoken(plain)
    if fen is None:
        raise DeskError(f"看不懂金额“{text.strip()}”", _HOW)
    if fen > LARGEST_FEN:
        raise DeskError("金额太大", "请核对小数点")
    return fen


def capital(fen: int) -> str:
    """The amount in capital figures for receipts and slips: 叁拾元整, 壹仟零壹元整, 壹拾元零伍分."""
    if abs(fen) > LARGEST_FEN:
        raise ValueError(f"{fen} fen is beyond the figures")
    yuan, rest = divmod(abs(fen), 100)
    jiao, cent = divmod(rest, 10)
    out = _yuan(yuan) + "元" if yuan else ""
    if jiao:
        out += _FIGURES[jiao] + "角"
    elif cent and yuan:
        out += "零"
    if cent:
        out += _FIGURES[cent] + "分"
    if not rest:
        out = (out or "零元") + "整"
    return "负" + out if fen < 0 else out


def _has_unit_inside(plain: str) -> bool:
    return bool(re.search(r"[块圆角毛分]|元\d", plain))


def _plain(plain: str) -> int | None:
    match = _AMOUNT.fullmatch(plain)
    if match is None or not (match[1] or match[2]):
        return None
    cents = match[2] or ""
    if len(cents.rstrip("0")) > 2:
        raise DeskError("金额最多到分", _HOW)
    return int((match[1] or "0").replace(",", "")) * 100 + int((cents + "00")[:2])


def _spoken(plain: str) -> int | None:
    match = _SPOKEN.fullmatch(plain)
    if match is None:
        return None
    yuan, jiao, cent = (int(group or 0) for group in match.groups())
    return yuan * 100 + jiao * 10 + cent


def _yuan(yuan: int) -> str:
    """Whole yuan in groups of four; one 零 stands for any run of noughts inside."""
    out, gap = "", False
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group, yuan = divmod(yuan, size)
        if not group:
            gap = bool(out)
            continue
        if out and (gap or group < 1000):
            out += "零"
        out += _group(group) + name
        gap = False
    return out


def _group(number: int) -> str:
    out, gap = "", False
    for name, size in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        figure, number = divmod(number, size)
        if figure:
            out += ("零" if gap and out else "") + _FIGURES[figure] + name
            gap = False
        else:
            gap = True
    return out
