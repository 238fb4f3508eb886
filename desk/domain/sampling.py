"""Drawing a sample without chance: the same answer on every replica and on every day."""

from hashlib import blake2b


def drawn(ent: str, fact: str, percent: int) -> bool:
    """Whether this entity belongs to the sampled `percent` of all, for this purpose."""
    number = int.from_bytes(blake2b(f"{ent}|{fact}".encode(), digest_size=8).digest(), "big")
    return number % 100 < percent
