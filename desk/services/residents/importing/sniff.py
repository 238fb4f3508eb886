"""What a file is by its content, whatever its name says."""

import codecs

from desk.services.residents.importing.refusals import RefusedError

ZIP, OLE, TEXT, HTML = "zip", "ole", "text", "html"
HEAD = 8192
# BIFF 2, 3, 4 and 5 streams without a container.
BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def sniff(data: bytes) -> str:
    """ZIP, OLE, TEXT or HTML; raises RefusedError where it can only be something else."""
    if not data.strip(b"\x00\x09\x0a\x0d\x20"):
        raise RefusedError("empty")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZIP
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    if data.startswith(BARE_BIFF):
        raise RefusedError("old_excel")
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise RefusedError("archive")
    return _sniff_text(data)


def _sniff_text(data: bytes) -> str:
    text, _ = decode(data)
    head = text[:HEAD].lstrip().lower()
    if head.startswith("mime-version:"):
        raise RefusedError("web_archive")
    if not head.startswith("<"):
        return TEXT
    if "<!entity" in head or ("<!doctype" in head and "[" in head.partition("<!doctype")[2].partition(">")[0]):
        raise RefusedError("hostile")
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<html" not in head:
        raise RefusedError("xml_excel")
    if "<html" in head or "<table" in head or "<meta" in head or "<style" in head:
        return HTML
    raise RefusedError("not_workbook")


def decode(data: bytes) -> tuple[str, str]:
    """Text and its encoding: a BOM, else UTF-8, UTF-16 by its zero bytes, else GB18030; refuses what is not text."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # A list cut off by a broken download still reads but for its last character.
        text = data.decode(encoding, errors="replace")
        if text.count("�") > max(1, len(text) // 2000):
            raise RefusedError("not_workbook") from None
    sample = text[:65536]
    odd = sum(1 for sign in sample if ord(sign) < 32 and sign not in "\t\r\n\f\x0b")
    if "\x00" in sample or odd > max(40, len(sample) // 50):
        raise RefusedError("not_workbook")
    return text, encoding


def _encoding(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding
    head = data[:HEAD]
    zeros = head.count(b"\x00")
    if zeros:
        even, odd = head[0::2].count(b"\x00"), head[1::2].count(b"\x00")
        if zeros > len(head) // 20 and min(even, odd) * 20 < max(even, odd):
            return "utf-16-le" if odd > even else "utf-16-be"
        raise RefusedError("not_workbook")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Only the tail may be broken: then it is still UTF-8.
        return "utf-8" if error.start >= len(data) - 4 and error.start > 0 else "gb18030"
    return "utf-8"
