"""Receipt numbers: the same however they are typed, the id they give, and the one that comes next in the book."""

import re
import unicodedata

from desk.domain.deciding import derived_id

_MARK = re.compile(r"^(?:NO[.:]?|N°|收据号?[.:]?|#)")


def plain_receipt(typed: str) -> str:
    """`№ ００１２` as 0012: noughts in front are part of the number, signs and spaces are not."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()
    return _MARK.sub("", re.sub(r"[‐-―−ー—]", "-", text))


def receipt_id(scope: str, number: str) -> str:
    """The id of the taking that this receipt stands for: the same on every desk of the estate."""
    return derived_id(scope, scope.partition("/")[2], f"receipt|{plain_receipt(number)}")


def next_in_book(number: str) -> str:
    """The number on the next leaf: 0012 -> 0013, A099 -> A100; empty where it does not end in figures."""
    match = re.fullmatch(r"(.*?)(\d+)", plain_receipt(number))
    if match is None:
        return ""
    figures = match[2]
    return f"{match[1]}{int(figures) + 1:0{len(figures)}d}"
