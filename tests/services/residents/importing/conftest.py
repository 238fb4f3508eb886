"""A reading process that stays warm for the whole module."""

from collections.abc import Iterator

import pytest

from desk.services.residents.importing.reading import BookReader


@pytest.fixture(scope="module")
def reader() -> Iterator[BookReader]:
    with BookReader() as warm:
        yield warm
