"""The op envelope: exact bytes, hashes of exact bytes, times and ids that every replica reads alike."""

import json
import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from hashlib import blake2b
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.envelope import (
    CHAIN_START,
    LARGEST_OP,
    Envelope,
    chain_next,
    digest,
    iso,
    ms_of,
    pack,
    unpack,
    uuid7,
)

HEAD = Envelope(
    "0192aaaa-0000-7000-8000-000000000001", "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10", "k7q2", 1042,
    "work_order.dispatch", "0192aaaa-0000-7000-8000-000000000002", "0192aaaa-0000-7000-8000-000000000003",
    1_795_252_502_123,
)  # fmt: skip
SALT = bytes(range(16))


def test_the_bytes_are_those_of_the_protocol() -> None:
    """Written down once: a change here is another protocol."""
    sealed = HEAD.seal({"technician": "王", "price_fen": 8000}, {"note": "先电话联系"}, SALT)
    assert sealed.body.decode() == '{"s":"AAECAwQFBgcICQoLDA0ODw","technician":"王","price_fen":8000}'
    assert sealed.pii is not None
    assert sealed.pii.decode() == '{"s":"AAECAwQFBgcICQoLDA0ODw","note":"先电话联系"}'
    assert sealed.op.decode() == (
        '{"p":1,"id":"0192aaaa-0000-7000-8000-000000000001","scope":"e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10",'
        '"dev":"k7q2","n":1042,"kind":"work_order.dispatch","v":1,"ent":"0192aaaa-0000-7000-8000-000000000002",'
        '"after":null,"grp":null,"by":"0192aaaa-0000-7000-8000-000000000003","at":"2026-11-21T09:15:02.123Z",'
        '"body":"rdK7c4VyLyN3CAwhK15q-oKdpT1lTRB2AnR3Pj95W0k",'
        '"pii":"NUKoTtN1snP3SqWLBF85cU-3nGw1GH1UpkRa0I-ylws"}'
    )
    assert sealed.size == len(sealed.op) + len(sealed.body) + len(sealed.pii)


def test_a_hash_is_of_the_exact_bytes() -> None:
    part = b'{"s":"x","b": 1}'
    assert urlsafe_b64decode(digest(part) + "=") == blake2b(part, digest_size=32).digest()
    assert digest(part) != digest(pack(unpack(part)))
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", digest(part))


def test_nothing_private_makes_no_private_part() -> None:
    sealed = HEAD.seal({"price_fen": 1}, {})
    assert sealed.pii is None
    assert unpack(sealed.op)["pii"] is None


def test_every_part_has_a_salt_of_its_own() -> None:
    sealed = [HEAD.seal({"a": 1}, {"b": 1}) for _ in range(2)]
    salts = {unpack(part)["s"] for each in sealed for part in (each.body, each.pii or b"{}")}
    assert len(salts) == 4
    assert all(len(urlsafe_b64decode(salt + "==")) == 16 for salt in salts)


@pytest.mark.parametrize(
    "more", [{}, {"after": "0192aaaa-0000-7000-8000-000000000009"}, {"grp": "0192aaaa-0000-7000-8000-00000000000a"}]
)
def test_what_was_sealed_is_read_back(more: dict[str, Any]) -> None:
    head = replace(HEAD, **more)
    assert Envelope.open(head.seal({}, {}).op) == head


def test_unknown_siblings_do_not_disturb() -> None:
    """A newer program may write more into the head; the bytes are kept as they are."""
    wire = json.loads(HEAD.seal({}, {}).op) | {"later": [1]}
    assert Envelope.open(pack(wire)) == HEAD


@given(st.integers(0, 253_402_300_799_999))
def test_a_moment_survives_the_wire(ms: int) -> None:
    assert ms_of(iso(ms)) == ms
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", iso(ms))


def test_a_moment_is_utc() -> None:
    assert iso(1_795_252_502_007) == "2026-11-21T09:15:02.007Z"
    assert ms_of("1970-01-01T00:00:00.000Z") == 0


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids_are_uuid7_and_carry_their_moment(ms: int, random: bytes) -> None:
    one = UUID(uuid7(ms, random))
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert one.int >> 80 == ms


def test_ids_sort_by_time_and_differ_in_one_millisecond() -> None:
    made = [uuid7(ms) for ms in range(1_795_252_502_000, 1_795_252_502_100)]
    assert made == sorted(made)
    assert len({uuid7(5) for _ in range(1_000)}) == 1_000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), json_values, max_size=5))
def test_a_part_is_packed_without_loss(value: dict[str, Any]) -> None:
    assert unpack(pack(value)) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x", object()])
def test_what_is_no_value_is_not_packed(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        pack({"a": value})


@pytest.mark.parametrize("part", [b"[]", b"1", b'"a"', b"null", b"{", b"\xff"])
def test_a_part_is_an_object(part: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpack(part)


class TestChain:
    """Bodies can be erased; who did what, in which order, with which verdict, cannot be altered unseen."""

    OPS = tuple((f"op {k}".encode(), f"did {k}".encode()) for k in range(5))

    def head(self, entries: tuple[tuple[bytes, bytes], ...], first: int = 1) -> bytes:
        chain = CHAIN_START
        for seq, (op, did) in enumerate(entries, start=first):
            chain = chain_next(chain, seq, op, did)
        return chain

    def test_written_down_once(self) -> None:
        expected = blake2b(
            bytes(32)
            + (7).to_bytes(8, "big")
            + blake2b(b"op", digest_size=32).digest()
            + blake2b(b"did", digest_size=32).digest(),
            digest_size=32,
        ).digest()
        assert chain_next(CHAIN_START, 7, b"op", b"did") == expected

    def test_any_change_shows(self) -> None:
        ops = self.OPS
        altered = [
            ops[:4],
            (*ops[1:], ops[0]),
            (*ops[:2], ops[3], ops[2], ops[4]),
            (*ops[:4], (ops[4][0], b"did other")),
            (*ops[:4], (b"op other", ops[4][1])),
            (*ops[:4], (ops[4][0] + b"d", ops[4][1][1:])),
        ]
        heads = {self.head(ops), self.head(ops, first=2), *(self.head(each) for each in altered)}
        assert len(heads) == len(altered) + 2


def test_the_limit_is_that_of_the_protocol() -> None:
    assert LARGEST_OP == 65_536
