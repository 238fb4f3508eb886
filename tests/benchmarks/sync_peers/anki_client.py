"""Anki's real collection, run by the Python that has Anki: lines of JSON in and out.

`anki_client.py fill FILE COLLECTION` makes a collection of the orders in FILE; `upload|download URL USER COLLECTION`
sends or fetches it whole. Each prints one line.
"""

import json
import sys
import time
from itertools import islice
from pathlib import Path

from anki.collection import AddNoteRequest, Collection  # type: ignore[import-not-found, unused-ignore]
from anki.decks import DeckId  # type: ignore[import-not-found, unused-ignore]


def fill(file: str, path: str) -> dict[str, float]:
    """One note an order: its number in front, the whole of it behind."""
    collection = Collection(path)
    kind = collection.models.by_name("Basic")
    with Path(file).open(encoding="utf-8") as lines:
        while some := list(islice(lines, 1_000)):
            asked = []
            for line in some:
                note = collection.new_note(kind)
                note.fields = [json.loads(line)["no"], line.rstrip("\n")]
                asked.append(AddNoteRequest(note, DeckId(1)))
            collection.add_notes(asked)
    count = collection.note_count()
    collection.close()
    return {"count": count}


def whole(upload: bool, url: str, user: str, path: str) -> dict[str, float]:
    """The whole file one way, timed from the question to the collection in its place; then counted."""
    collection = Collection(path)
    auth = collection.sync_login(*user.split(":"), url)
    collection.close_for_full_sync()
    start = time.perf_counter()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    spent = time.perf_counter() - start
    collection.reopen(after_full_sync=True)
    count = collection.note_count()
    collection.close()
    return {"ms": spent * 1000, "count": count}


def main() -> None:
    work, *given = sys.argv[1:]
    said = fill(*given) if work == "fill" else whole(work == "upload", *given)
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
