"""Compression on the wire: bounded whatever the bytes say, and never taken for whole when it is not."""

import resource

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.wire.squeezing import CODINGS, GZIP, ZSTD, Broken, Oversize, expand, squeeze

TEXT = [b"words " * 50, "物业".encode() * 700, b"", bytes(range(256)) * 9]


@pytest.mark.parametrize("coding", CODINGS)
@given(chunks=st.lists(st.binary(max_size=3000), max_size=8), size=st.integers(1, 700))
def test_what_goes_in_comes_out(coding: str, chunks: list[bytes], size: int) -> None:
    whole = b"".join(squeeze(chunks, coding))
    cut = [whole[at : at + size] for at in range(0, len(whole), size)]
    assert b"".join(expand(cut, coding)) == b"".join(chunks)


@pytest.mark.parametrize("coding", CODINGS)
def test_cut_anywhere_it_is_broken(coding: str) -> None:
    whole = b"".join(squeeze(TEXT, coding))
    for at in range(len(whole)):
        with pytest.raises(Broken):
            list(expand([whole[:at]], coding))


@pytest.mark.parametrize("coding", CODINGS)
def test_more_behind_the_end_is_broken(coding: str) -> None:
    whole = b"".join(squeeze(TEXT, coding))
    for more in ([whole, b"x"], [whole + b"x"], [whole + whole]):
        with pytest.raises(Broken):
            list(expand(more, coding))


@pytest.mark.parametrize("coding", CODINGS)
def test_noise_is_broken(coding: str) -> None:
    with pytest.raises(Broken):
        list(expand([b"no compression at all"], coding))


@pytest.mark.parametrize("coding", [*CODINGS, None])
def test_the_limit_counts_what_comes_out(coding: str | None) -> None:
    plain = bytes(10_000)
    whole = [plain] if coding is None else list(squeeze([plain], coding))
    assert len(b"".join(expand(whole, coding, 10_000))) == 10_000
    with pytest.raises(Oversize):
        list(expand(whole, coding, 9_999))


@pytest.mark.parametrize("sized", [True, False])
def test_a_bomb_never_becomes_memory(sized: bool) -> None:
    """12 KB that want to be 400 MB: as one frame that names its size, and as one that does not."""
    compressor = zstandard.ZstdCompressor(level=3, write_content_size=sized)
    bomb = compressor.compress(bytes(400_000_000))
    assert len(bomb) < 40_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Oversize):
        list(expand([bomb], ZSTD, 1_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_window_that_wants_all_memory_is_refused() -> None:
    with pytest.raises(Broken):
        list(expand([wide()], ZSTD))


def wide() -> bytes:
    """A frame whose header asks for 128 MB of window."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    squeezer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return squeezer.compress(b"x" * 1000) + squeezer.flush()


def test_gzip_is_bounded_too() -> None:
    bomb = b"".join(squeeze([bytes(50_000_000)], GZIP))
    with pytest.raises(Oversize):
        list(expand([bomb], GZIP, 1_000_000))
