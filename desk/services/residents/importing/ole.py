"""An OLE2 container: is there a workbook in it, is it locked by a password."""

import struct

from desk.services.residents.importing.refusals import RefusedError

FILEPASS = 0x002F
FREE = 0xFFFFFFFA
WORKBOOKS = ("workbook", "book")
OTHERS = {"worddocument": "word", "powerpoint document": "slides"}
# Streams below this size lie in small sectors inside the root's stream.
MINI = 4096


def inspect(data: bytes) -> None:
    """Raises RefusedError: encrypted, not a workbook, or too broken to walk."""
    try:
        directory = _Directory(data)
        book = next((directory.beginning(name) for name in WORKBOOKS if name in directory.entries), None)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise RefusedError("damaged") from None
    if "encryptedpackage" in directory.entries or (book is not None and _has_filepass(book)):
        raise RefusedError("encrypted")
    if book is None:
        # Looked at last: a workbook may hold a Word document inside it.
        raise RefusedError(next((word for name, word in OTHERS.items() if name in directory.entries), "not_workbook"))


class _Container:
    """Sectors, the chain of each stream, and the small streams inside the root's."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.shift, self.mini_shift = struct.unpack_from("<HH", data, 30)
        if not 7 <= self.shift <= 16 or not 4 <= self.mini_shift <= 12:
            raise IndexError("sector size")
        self.size = 1 << self.shift
        self.first_directory = struct.unpack_from("<I", data, 48)[0]
        self.first_mini_fat = struct.unpack_from("<I", data, 60)[0]
        self.fat = self._read_fat()

    def sector(self, number: int) -> bytes:
        start = (number + 1) << self.shift
        return self.data[start : start + self.size]

    def _read_fat(self) -> list[int]:
        places = [n for n in struct.unpack_from("<109I", self.data, 76) if n < FREE]
        following, guard = struct.unpack_from("<I", self.data, 68)[0], len(self.data) >> self.shift
        while following < FREE and guard > 0:
            part = self._words(self.sector(following))
            places += [n for n in part[:-1] if n < FREE]
            following, guard = part[-1], guard - 1
        fat: list[int] = []
        for place in places[: (len(self.data) >> self.shift) + 1]:
            fat += self._words(self.sector(place))
        return fat

    def _words(self, sector: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))

    def chain(self, number: int, at_most: int) -> bytes:
        """The bytes of a chain of sectors, no more than needed; a chain in a ring ends by the count."""
        found = bytearray()
        while number < FREE and len(found) < at_most:
            piece = self.sector(number)
            if not piece:
                break
            found += piece
            number = self.fat[number] if number < len(self.fat) else FREE
        return bytes(found[:at_most])

    def small(self, root_start: int, number: int, at_most: int) -> bytes:
        container = self.chain(root_start, len(self.data))
        links = self._words(self.chain(self.first_mini_fat, len(self.data)))
        size, found = 1 << self.mini_shift, bytearray()
        while number < FREE and len(found) < at_most:
            piece = container[number << self.mini_shift : (number << self.mini_shift) + size]
            if not piece:
                break
            found += piece
            number = links[number] if number < len(links) else FREE
        return bytes(found[:at_most])


class _Directory:
    """The named streams of a container with where each begins."""

    def __init__(self, data: bytes) -> None:
        self.container = _Container(data)
        self.entries: dict[str, tuple[int, int]] = {}
        self.root_start = 0
        raw = self.container.chain(self.container.first_directory, min(len(data), 1 << 20))
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            start, size = struct.unpack_from("<II", raw, at + 116)
            if kind == 5:
                self.root_start = start
            elif kind == 2 and 2 <= length <= 64:
                self.entries[raw[at : at + length - 2].decode("utf-16-le").lower()] = (start, size)

    def beginning(self, name: str) -> bytes:
        """The first few hundred bytes of a stream."""
        start, size = self.entries[name]
        if size < MINI:
            return self.container.small(self.root_start, start, 512)
        return self.container.chain(start, 512)


def _has_filepass(stream: bytes) -> bool:
    """FILEPASS stands among the first records of an encrypted workbook, behind BOF."""
    at = 0
    for _ in range(6):
        if at + 4 > len(stream):
            return False
        record, length = struct.unpack_from("<HH", stream, at)
        if record == FILEPASS:
            return True
        at += 4 + length
    return False
