"""Search everywhere: an index that follows behind the commits, and answers newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from desk.domain.field import RecordType
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.store import query, search_query
from desk.store.rows import columns_of
from desk.store.search_index import Index, Key
from desk.store.search_query import Question, Stage
from desk.store.search_tokens import kind_token, scope_token, shown

if TYPE_CHECKING:
    from desk.store.database import Database

MOST_DUE = 50  # undrained entities looked at directly, newest first; more only wait while an import is indexed
Visible = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """One entity that answers; `at` orders the newest first and is the cursor of the next page."""

    at: int
    scope: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One entity as the list of results shows it: no telephone among its words."""

    at: int
    scope: str
    kind: str
    id: str
    words: tuple[str, ...]
    status: str

    @property
    def title(self) -> str:
        return "  ".join(self.words)


class Search:
    """One database's search. Reads on the caller's thread; `index.drain` and `index.build` belong to the db lane."""

    def __init__(self, database: "Database", records: Iterable[RecordType]) -> None:
        self.database = database
        self.index = Index(database, records)

    def find(
        self,
        actor: Actor,
        scopes: Sequence[str],
        typed: str,
        kinds: Sequence[str] | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Hit]:
        """What is shown for anything typed, newest first; `before` is the `at` of the last hit of the page before.

        Raises NotVisible where the actor holds no role; nothing typed raises anything.
        """
        return self.hits(actor, self.match(actor, scopes, search_query.stages(typed), kinds, before, limit))

    def match(
        self,
        actor: Actor,
        scopes: Sequence[str],
        stages: Sequence[Stage],
        kinds: Sequence[str] | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Found]:
        """The answers of the first stage that has any."""
        if not scopes or not stages:
            return []
        due = self._due(_visible(actor, scopes))
        for stage in stages:
            if before is not None and not self._ask(stage, actor, scopes, due, kinds, None, 1):
                continue
            if (found := self._ask(stage, actor, scopes, due, kinds, before, limit)) or before is not None:
                return found
        return []

    def hits(self, actor: Actor, found: Sequence[Found]) -> list[Hit]:
        """The found entities as they stand now; one that is gone since is left out."""
        groups: dict[tuple[str, str], list[str]] = {}
        for one in found:
            groups.setdefault((one.scope, one.kind), []).append(one.id)
        read: dict[Key, Values] = {}
        for (scope, kind), ids in groups.items():
            record = self.index.records[kind]
            where, parameters = query.visible_to(actor, scope)
            names = ["id", *(f.name for f in record.fields if f.searched or f.name == "status")]
            columns = columns_of(record)
            sql = columns.select(f"{where} AND id IN ({', '.join('?' * len(ids))})", names)
            for row in self.database.read(sql, [*parameters, *ids]):
                values = columns.decode(row, names)
                read[(scope, kind, values["id"])] = values
        return [
            Hit(one.at, *key, self._words(key, read[key]), str(read[key].get("status", "")))
            for one in found
            if (key := (one.scope, one.kind, one.id)) in read
        ]

    def _words(self, key: Key, values: Values) -> tuple[str, ...]:
        scope, kind, ent = key
        words = [" ".join(word.split()) for word in shown(self.index.records[kind], values)]
        for record, lent in self.index.lent_to(self.database.read, scope, kind, ent):
            words += shown(record, lent)
        return tuple(dict.fromkeys(words))

    def _ask(
        self,
        stage: Stage,
        actor: Actor,
        scopes: Sequence[str],
        due: Sequence[Key],
        kinds: Sequence[str] | None,
        before: int | None,
        limit: int,
    ) -> list[Found]:
        stale = set(due)
        found: dict[Key, Found] = {}
        for question, (some, within) in product(stage, self._parted(scopes, kinds)):
            for one in self._ask_index(question, _visible(actor, some), within, before, limit + len(stale)):
                key = (one.scope, one.kind, one.id)
                if key not in stale:
                    found[key] = one
        for key in due:
            fresh = self._ask_directly(key, stage) if kinds is None or key[1] in kinds else None
            if fresh is not None and (before is None or fresh.at < before):
                found[key] = fresh
        return sorted(found.values(), key=lambda one: one.at, reverse=True)[:limit]

    def _ask_index(
        self,
        question: Question,
        visible: Visible,
        within: Sequence[str],
        before: int | None,
        most: int,
    ) -> list[Found]:
        asked = [clause.expression for clause in question]
        if within:
            asked.append("(" + " OR ".join(f'"{token}"' for token in within) + ")")
        sql = [
            "SELECT d.rowid_, d.scope, d.kind, d.id FROM search_fts JOIN search_doc d ON d.rowid_ = search_fts.rowid",
            f"WHERE search_fts MATCH ? AND {visible[0]}",
        ]
        parameters: list[Any] = [" AND ".join(asked), *visible[1]]
        if before is not None:
            sql.append("AND search_fts.rowid < ?")
            parameters.append(before)
        for clause in question:
            if clause.needle:
                sql.append("AND instr(d.text, ?) > 0")
                parameters.append(clause.needle)
        sql.append("ORDER BY search_fts.rowid DESC LIMIT ?")
        return [Found(*row) for row in self.database.read(" ".join(sql), [*parameters, most])]

    def _parted(self, scopes: Sequence[str], kinds: Sequence[str] | None) -> list[tuple[Sequence[str], Sequence[str]]]:
        """The scopes to ask together, with the tokens that bound them.

        All at once where no other estate is indexed; else each by itself, because one estate's token is a quick AND
        and an OR of several would walk through all of them.
        """
        if kinds is not None:
            return [((scope,), [kind_token(kind, scope) for kind in kinds]) for scope in scopes]
        if any(scope.startswith("e/") and scope not in scopes for scope in self.index.scopes()):
            return [((scope,), [scope_token(scope)]) for scope in scopes]
        return [(scopes, ())]

    def _ask_directly(self, key: Key, stage: Stage) -> Found | None:
        """Whether an entity that the index has not caught up with answers."""
        read = self.index.read_one(self.database.read, *key)
        if read is None or not any(all(clause.holds(read.document) for clause in question) for question in stage):
            return None
        rows = self.database.read("SELECT rowid_ FROM search_doc WHERE scope=? AND kind=? AND id=?", key)
        return Found(rows[0][0] if rows else read.base, *key)

    def _due(self, visible: Visible) -> list[Key]:
        """What the index has not caught up with, newest notes first."""
        sql = f"SELECT scope, kind, id FROM search_due WHERE {visible[0]} ORDER BY rowid DESC LIMIT ?"
        noted: list[Key] = [(s, k, i) for s, k, i in self.database.read(sql, [*visible[1], MOST_DUE])]
        touched = (other for key in noted for other in self.index.touched_by(self.database.read, key))
        return [key for key in dict.fromkeys((*noted, *touched)) if self.index.holds(key[1])]


def _visible(actor: Actor, scopes: Sequence[str]) -> Visible:
    guards = [query.visible_to(actor, scope) for scope in scopes]
    return "(" + " OR ".join(where for where, _ in guards) + ")", [one for _, more in guards for one in more]
