"""The program's own rows of the lists of calls: sources, results and words, from revisits.toml."""

from pathlib import Path

from desk.domain.lists import Layer
from desk.services.revisits.listed import default_rows
from desk.services.revisits.sources import load_revisit_settings


def own_rows(folder: Path) -> Layer:
    return default_rows(load_revisit_settings(folder))
