"""Several numbers, names and remarks in one cell of telephone numbers."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from desk.domain.phones import PhoneKind, read_phone
from desk.services.residents.importing.book import Cell
from desk.services.residents.importing.cells import is_nothing, text_of

SCIENTIFIC = re.compile(r"(\d(?:\.\d+)?)E\+?(\d{1,2})", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|\(?0\d{2,3}\)?[- ]?[2-8]\d{2,3}[- ]?\d{4}(?!\d)(?:(?:-|转|ext\.?|#)\d{1,6})?"
    r"|[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)"
    r"|[2-8]\d{2,3}[- ]?\d{4}(?!\d)(?:(?:-|转|ext\.?|#)\d{1,6})?"
    r"|\+?\d[\d-]{2,19}",
    re.IGNORECASE,
)
SEPARATORS = " \t\r\n\u3000、,，;；/|:：.。-()[]【】<>+&和或"
# The other property system demands a number and tells people to write 18999999999 where there is none.
PLACEHOLDER = re.compile(r"18999999999|(\d)\1{5,}")


@dataclass(slots=True)
class Phones:
    """Numbers as they are kept, with what stood beside each; and warnings as (reason, advice)."""

    numbers: list[dict[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: "Phones") -> None:
        known = {phone["number"] for phone in self.numbers}
        self.numbers += [phone for phone in other.numbers if phone["number"] not in known]
        self.warnings += other.warnings


def read_phones(cell: Cell) -> Phones:
    """Never refuses: an odd number is kept and said so (先记下), a lost or made-up one is left out and said so."""
    found = Phones()
    if is_nothing(cell):
        return found
    text = unicodedata.normalize("NFKC", text_of(cell)).translate(dict.fromkeys(map(ord, "－—–‐‑−"), "-"))
    text = re.sub(r"(?<=\d)\.0+$", "", text)
    if match := SCIENTIFIC.fullmatch(text.strip()):
        if len(match[1]) - 1 <= int(match[2]):
            advice = "请在原表里把这一列设为“文本”, 重新填号码后再导入"
            found.warnings.append(("号码被 Excel 写成了科学计数法, 后几位已经丢失, 没有导入", advice))
            return found
        text = str(int(Decimal(match[0])))
    text = re.sub(r"(?<!\d)(1[3-9]\d{9})(?=1[3-9]\d{9}(?!\d))", r"\1 ", text)
    end, matches = 0, list(NUMBER.finditer(text))
    for place, match in enumerate(matches):
        before = text[end : match.start()] if place == 0 else ""
        end = match.end()
        after = text[end : matches[place + 1].start()] if place + 1 < len(matches) else text[end:]
        words = [part.strip(SEPARATORS) for part in (before, after)]
        _keep(found, match[0], " ".join(word for word in words if word))
    if not matches:
        found.warnings.append(("这里没有电话号码, 没有导入", "请核对; 不是号码的内容可写在备注里"))
    return found


def _keep(found: Phones, written: str, note: str) -> None:
    phone = read_phone(written)
    if PLACEHOLDER.fullmatch(phone.number):
        found.warnings.append((f"{phone.number} 是凑数的号码, 没有导入", "有真实号码时补上再导入"))
        return
    if phone.hint or phone.kind is PhoneKind.OTHER:
        found.warnings.append((f"号码有点怪: {phone.hint or '先记下'}", "已先记下, 请回头核对"))
    if all(known["number"] != phone.number for known in found.numbers):
        found.numbers.append({"number": phone.number, "note": note[:30]})
