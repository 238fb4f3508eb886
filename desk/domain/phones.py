"""Telephone numbers: read leniently, kept in one form, masked on every screen."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desk.domain.code import Code


class PhoneKind(Code):
    MOBILE = "mobile", "手机"
    LANDLINE = "landline", "固话"
    SERVICE = "service", "服务号码"
    OTHER = "other", "其他"


@dataclass(frozen=True)
class Phone:
    """A number as it is kept: 13800006621, 0591-88016000-802, 95598. `hint` says in Chinese what looks wrong."""

    kind: PhoneKind
    number: str
    hint: str = ""

    @property
    def tail(self) -> str:
        """The last four digits of the number itself, by which it is searched."""
        return tail4(self.number)

    @property
    def masked(self) -> str:
        return mask(self.number)


_AREA = r"(010|02\d|0[3-9]\d{2})"
_EXTENSION = r"(?:(?:-|转|#|x|ext\.?|分机号?)+(\d{1,6}))?"
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?-?0?(1[3-9]\d{9})")
_LANDLINE = re.compile(rf"(?:(?:\+|00)?86-?(?=0?[1-9]))?(?:\(?{_AREA}\)?-?)?([2-8]\d{{6,7}}){_EXTENSION}", re.I)
_HOTLINE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})|(1\d{2,4}|9\d{4,5}|[2-8]\d{2,5})")
_DASHES = dict.fromkeys(map(ord, "－—–‐‑−─ー"), "-") | {ord("＋"): "+"}


def read_phone(text: str) -> Phone:
    """What a clerk typed, in the form it is kept. Never refuses: a strange number is kept with a hint (先记下)."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(_DASHES))
    plain = re.sub(r"-+", "-", plain).strip("-.,;")
    packed = re.sub(r"[-().]", "", plain)
    if match := _MOBILE.fullmatch(packed):
        return Phone(PhoneKind.MOBILE, match[1])
    if match := _LANDLINE.fullmatch(plain) or _LANDLINE.fullmatch(packed):
        area, local, extension = match.groups()
        number = "-".join(part for part in (area, local, extension) if part)
        return Phone(PhoneKind.LANDLINE, number, _odd_local(area, local))
    if match := _HOTLINE.fullmatch(plain):
        return Phone(PhoneKind.SERVICE, match[4] or "-".join(match.groups()[:3]))
    return Phone(PhoneKind.OTHER, plain, _hint(plain, packed))


def mask(number: str) -> str:
    """138****6621, 0591-****6000; service numbers are public. Of anything else at most the last four are shown."""
    phone = read_phone(number)
    if phone.kind is PhoneKind.SERVICE:
        return phone.number
    if phone.kind is PhoneKind.MOBILE:
        return f"{phone.number[:3]}****{phone.number[-4:]}"
    if phone.kind is PhoneKind.LANDLINE:
        match = _LANDLINE.fullmatch(phone.number)
        assert match is not None
        area, local, extension = match.groups()
        return "-".join(part for part in (area, f"****{local[-4:]}", extension) if part)
    shown = min(4, len(phone.number) // 3)
    return "****" + (phone.number[-shown:] if shown else "")


def tail4(number: str) -> str:
    """The last four digits, of a landline without its extension; fewer where there are fewer."""
    phone = read_phone(number)
    match = _LANDLINE.fullmatch(phone.number) if phone.kind is PhoneKind.LANDLINE else None
    return re.sub(r"\D", "", match[2] if match else phone.number)[-4:]


# In running text a number may be glued to a room (30115801691123) or a name: the last eleven digits of a run decide.
_IN_TEXT = re.compile(
    r"(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)"
    r"|(?<![\d-])((?:010|02\d|0[3-9]\d{2})[- ]?[2-8]\d{6,7}(?:(?:-|转)\d{1,6})?)(?![\d-])"
    r"|(?<![\d-])([2-8]\d{6,7}(?:-|转)\d{1,6})(?![\d-])"
)


def find_phones(text: str) -> Iterator[tuple[Phone, int, int]]:
    """The numbers in a pasted line (half width expected) with where each starts and ends."""
    for match in _IN_TEXT.finditer(text):
        yield read_phone(match[1] or match[2] or match[3]), match.start(), match.end()


def _odd_local(area: str | None, local: str) -> str:
    return "" if area or len(local) >= 7 else "固话少了几位, 可以先记下"


def _hint(plain: str, packed: str) -> str:
    if not plain:
        return "没有填号码"
    if not re.fullmatch(r"\+?\d+", packed):
        return "号码里有不是数字的字, 可以先记下, 回头核对"
    if packed.startswith("1"):
        return f"手机号应为 11 位, 现在 {len(packed)} 位: 可以先记下, 回头核对"
    return "不像本地号码, 可以先记下, 回头核对"
