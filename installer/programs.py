"""The programs that tests marked `machine` start, and the packages that bring them."""

import shutil
from collections.abc import Callable, Iterable

from installer.system_packages import Need

PROGRAMS = (
    Need("pdftotext", "poppler-utils", "poppler-utils"),
    Need("pdftoppm", "poppler-utils", "poppler-utils"),
    Need("soffice", "libreoffice-calc", "libreoffice-calc"),
)


def missing(programs: Iterable[Need] = PROGRAMS, which: Callable[[str], str | None] = shutil.which) -> tuple[Need, ...]:
    return tuple(program for program in programs if which(program.name) is None)
