"""Models equal migrations, and every file that a released program wrote is opened, upgraded or refused in words."""

import json
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.store import schema, tables
from desk.store.database import Database
from tests.databases.make import HERE, facts_of, file_of
from tests.invariants import outbox_is_whole, replay_equals_tables
from tests.world import KEY, World

RELEASED = sorted(path.stem for path in HERE.glob("*.db"))


def test_models_equal_migrations(database: Database, rules: Rulebook) -> None:
    with database.trial() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, tables.build(rules.records)) == []


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The virtual search table is written by hand: its migration is tested where search is."""
    return not (kind == "table" and name is not None and name.startswith(("search_fts", "sqlite_")))


def test_a_column_that_no_migration_makes_would_show(database: Database, rules: Rulebook) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE work_order DROP COLUMN remark")
        connection.exec_driver_sql("DROP INDEX ix_work_order_status")
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        found = compare_metadata(context, tables.build(rules.records))
    assert {difference[0] for difference in found} == {"add_column", "add_index"}


def test_the_newest_is_the_last_of_one_line_of_migrations() -> None:
    script = ScriptDirectory(str(schema.MIGRATIONS))
    assert script.get_heads() == [schema.NEWEST]
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert sorted(revisions, reverse=True) == revisions, "names sort as they follow"


def test_every_schema_has_its_stored_file() -> None:
    revisions = {revision.revision for revision in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()}
    assert set(RELEASED) == revisions, "python -m tests.databases.make"


@pytest.mark.parametrize("revision", RELEASED)
def test_a_stored_file_opens_with_everything_in_it(revision: str, tmp_path: Path, rules: Rulebook) -> None:
    facts = json.loads(facts_of(revision).read_text("utf-8"))
    path = tmp_path / "old.db"
    shutil.copyfile(file_of(revision), path)
    database = Database(path, bytes.fromhex(facts["key"]))
    assert schema.version(database) == revision
    schema.prepare(database)
    assert schema.version(database) == schema.NEWEST
    assert database.check() == []
    for name, count in facts["rows"].items():
        assert database.read(f'SELECT COUNT(*) FROM "{name}"') == [(count,)], name
    assert len(outbox_is_whole(database)) == facts["ops"]
    replay_equals_tables(database, rules)
    assert database.read("SELECT COUNT(*) FROM work_order WHERE reporter='𬭎𬭎'") == [(1,)]
    with database.trial() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, tables.build(rules.records)) == [], "python -m tests.databases.make --again"
    database.close()


def test_a_prepared_file_is_not_touched_again(database: Database) -> None:
    before = database.read("SELECT * FROM device ORDER BY name")
    database.close()
    stored = database.path.read_bytes()
    schema.prepare(database)
    database.close()
    assert database.path.read_bytes() == stored
    assert database.read("SELECT * FROM device ORDER BY name") == before


def test_a_newer_file_is_refused_in_words_and_left_alone(world: World) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    world.database.close()
    stored = world.database.path.read_bytes()
    with pytest.raises(DeskError, match="更新的程序"):
        schema.prepare(world.database)
    world.database.close()
    assert world.database.path.read_bytes() == stored


def test_a_strange_key_is_refused_in_words(world: World) -> None:
    world.database.close()
    with pytest.raises(DeskError, match="打不开数据文件") as refused:
        schema.prepare(Database(world.database.path, bytes(32)))
    assert "备份" in refused.value.advice


def test_an_older_file_is_backed_up_before_it_is_upgraded(world: World) -> None:
    """There is only one schema so far: a file that claims an older one meets a migration that fails."""
    order = world.dispatched()
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='0000'")
    world.database.close()
    with pytest.raises(Exception, match="0000"):
        schema.prepare(world.database)
    (backup,) = world.database.path.parent.glob("*before*")
    kept = Database(backup, KEY)
    assert kept.read("SELECT id FROM work_order") == [(order,)]
    assert world.row("work_order", order)["status"] == "dispatched"
    kept.close()


@pytest.mark.parametrize("leftover", [b"", None])
def test_a_file_that_was_never_finished_is_made_whole(tmp_path: Path, leftover: bytes | None) -> None:
    """The first start was interrupted: an empty file, or one with nothing but its journal mode."""
    path = tmp_path / "new.db"
    database = Database(path, KEY)
    if leftover is None:
        database.connect().close()
    else:
        path.write_bytes(leftover)
    schema.prepare(database)
    assert schema.version(database) == schema.NEWEST
    assert database.check() == []
    database.close()
