"""The pages of a PDF as pictures, for the screen and for the printer's driver."""

from dataclasses import dataclass
from threading import RLock
from types import TracebackType
from typing import ClassVar

import pypdfium2

from desk.domain.errors import DeskError


@dataclass(frozen=True, slots=True)
class PageImage:
    """Pixels from the top left, three bytes each (red, green, blue), rows of exactly 3 * width bytes."""

    width: int
    height: int
    rgb: bytes


class Pages:
    """An open PDF. PDFium works in one thread at a time, whichever document it is: everybody waits for the turn."""

    _turn: ClassVar[RLock] = RLock()

    def __init__(self, pdf: bytes) -> None:
        try:
            with self._turn:
                self._document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DeskError("这个文件不是完好的 PDF，无法显示", "请换一个文件，或重新生成") from error

    def __enter__(self) -> "Pages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._turn:
            self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def size_mm(self, number: int) -> tuple[float, float]:
        with self._turn:
            width, height = self._document.get_page_size(number)
        return width * 25.4 / 72, height * 25.4 / 72

    def text(self, number: int) -> str:
        with self._turn:
            page = self._document[number]
            text: str = page.get_textpage().get_text_range()
            page.close()
        return text

    def image(self, number: int, dpi: float, *, smooth: bool = True) -> PageImage:
        """One page; without `smooth` only pure black and white, as a needle or a thermal printer sets it."""
        with self._turn:
            page = self._document[number]
            bitmap = page.render(
                scale=dpi / 72,
                rev_byteorder=True,
                no_smoothtext=not smooth,
                no_smoothimage=not smooth,
                no_smoothpath=not smooth,
                prefer_bgrx=False,
            )
            row = 3 * bitmap.width
            pixels = bytes(bitmap.buffer)
            if bitmap.stride != row:
                pixels = b"".join(pixels[y : y + row] for y in range(0, bitmap.stride * bitmap.height, bitmap.stride))
            image = PageImage(bitmap.width, bitmap.height, pixels)
            bitmap.close()
            page.close()
        return image
