"""What a device signs when it asks to be taken in: both ends write the same text."""

from sync.wire.devices import EnrolAsk


def proof_text(ask: EnrolAsk) -> str:
    """Everything that counts, one a line; the fields hold no line ends."""
    return "\n".join((ask.code, ask.key, ask.dev, ask.prefix, ask.letter, ask.company or "", *ask.formerly))
