"""Pages on the wire: whole, or not at all, wherever the connection was cut."""

from itertools import accumulate

import msgspec
import pytest

from sync.wire.framing import LENGTH, Pages, WholePage, framed, framed_entries, parts
from sync.wire.messages import Diverged, Entries, Entry, Head, NotYours, Part, Trailer
from sync.wire.paths import scope_in_path, scope_of_path
from sync.wire.squeezing import ZSTD, Broken, Oversize, expand, squeeze

ROWS = [(seq, b"op%d" % seq, b"body" if seq % 2 else None, None, b"did", b"mac") for seq in range(1, 8)]
ENTRIES = [Entry(*row) for row in ROWS]
STREAM: list[Part] = [
    Head("e/1", 0, 9),
    Entries(ENTRIES[:4]),
    Entries(ENTRIES[4:]),
    Trailer("e/1", 7, 7, b"chain"),
    Diverged("e/2"),
    Head("o/1", 3, 3),
    Trailer("o/1", 0, 3, b"other"),
    NotYours("e/3"),
]


def test_rows_and_entries_are_the_same_bytes() -> None:
    assert framed_entries(ROWS) == framed(Entries(ENTRIES))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 10_000])
def test_parts_come_out_however_the_bytes_are_cut_up(size: int) -> None:
    whole = b"".join(framed(part) for part in STREAM)
    assert list(parts(whole[at : at + size] for at in range(0, len(whole), size))) == STREAM


def test_a_message_is_there_as_soon_as_it_is_whole() -> None:
    first, second = framed(STREAM[0]), framed(STREAM[1])
    stream = parts(iter([first + second[:3], second[3:]]))
    assert next(stream) == STREAM[0]
    assert next(stream) == STREAM[1]


def test_cut_at_any_byte_no_part_of_a_page_passes_for_a_page() -> None:
    whole = b"".join(squeeze([framed(part) for part in STREAM], ZSTD))
    for at in range(len(whole)):
        with pytest.raises(Broken):
            list(Pages(parts(expand([whole[:at]], ZSTD))))


def test_cut_uncompressed_it_is_broken_or_ends_behind_a_whole_message() -> None:
    messages = [framed(part) for part in STREAM]
    whole, borders = b"".join(messages), {0, *accumulate(map(len, messages))}
    for at in range(len(whole)):
        if at not in borders:
            with pytest.raises(Broken):
                list(parts([whole[:at]]))
        else:
            count = len(list(parts([whole[:at]])))
            assert list(parts([whole[:at]])) == STREAM[:count]
    for at in sorted(borders):
        try:
            got = list(Pages(parts([whole[:at]])))
        except Broken:
            continue
        assert all(len(page.entries) == page.trailer.n for page in got if isinstance(page, WholePage))


def test_pages_hold_what_was_sent() -> None:
    first, diverged, second, not_yours = Pages(iter(STREAM))
    assert isinstance(first, WholePage)
    assert (first.head, first.entries, first.trailer) == (STREAM[0], ENTRIES, STREAM[3])
    assert (diverged, not_yours) == (STREAM[4], STREAM[7])
    assert isinstance(second, WholePage)
    assert second.entries == []


@pytest.mark.parametrize(
    "wrong",
    [
        [STREAM[0], STREAM[1]],
        [STREAM[0], STREAM[1], STREAM[3]],  # a chunk is missing
        [STREAM[0], STREAM[0]],
        [STREAM[1]],
        [STREAM[3]],
        [STREAM[0], STREAM[4]],
        [Head("e/2", 0, 9), Entries(ENTRIES), STREAM[3]],
    ],
)
def test_what_does_not_fit_together_is_broken(wrong: list[Part]) -> None:
    with pytest.raises(Broken):
        list(Pages(iter(wrong)))


def test_a_length_that_wants_all_memory_is_refused() -> None:
    with pytest.raises(Oversize):
        list(parts([(2**31).to_bytes(LENGTH, "big") + b"x"]))


def test_noise_behind_a_length_is_broken() -> None:
    for noise in (b"\xff\xff\xff", msgspec.msgpack.encode(["nobody", 1]), b""):
        with pytest.raises(Broken):
            list(parts([len(noise).to_bytes(LENGTH, "big") + noise]))


@pytest.mark.parametrize("scope", ["e/0192", "o/1", "e/0192/complaint", "d/k7q2"])
def test_a_scope_is_one_segment_of_a_path(scope: str) -> None:
    segment = scope_in_path(scope)
    assert "/" not in segment
    assert scope_of_path(segment) == scope
