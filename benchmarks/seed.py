"""Fills a portal with copies of its datasets by SQL, and takes them away; the search index does not know them."""
# ruff: noqa: S608 - the names come from the database's own catalogue

import sqlalchemy as sa
from ckan import model

COPY = "copie-"
OWNED = {"resource": "package_id", "package_tag": "package_id", "package_extra": "package_id"}


def fill(wanted: int) -> None:
    """Copy public datasets until the portal holds this many."""
    with model.meta.engine.begin() as connection:
        public = "type = 'dataset' AND state = 'active' AND private IS NOT TRUE"
        own = connection.execute(sa.text(f"SELECT count(*) FROM package WHERE {public}")).scalar_one()
        connection.execute(sa.text("DROP TABLE IF EXISTS pg_temp.copied"))
        connection.execute(
            sa.text(
                f"""CREATE TEMP TABLE copied AS
                    SELECT p.id AS original, gen_random_uuid()::text AS copy
                    FROM package p CROSS JOIN generate_series(1, :times) WHERE {public} LIMIT :missing"""
            ),
            {"times": wanted // own + 1, "missing": max(0, wanted - own)},
        )
        _copy(connection, "package", "id", {"id": "c.copy", "name": f"'{COPY}' || c.copy"})
        for table, owner in OWNED.items():
            if sa.inspect(connection).has_table(table):
                _copy(connection, table, owner, {"id": "gen_random_uuid()::text", owner: "c.copy"})


def _copy(connection: sa.engine.Connection, table: str, owner: str, changed: dict[str, str]) -> None:
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    query = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t JOIN copied c ON c.original = t.{owner}"
    connection.execute(sa.text(query))


def remove() -> None:
    """Remove every copy, and the fragments built of them."""
    with model.meta.engine.begin() as connection:
        copies = f"SELECT id FROM package WHERE name LIKE '{COPY}%'"
        connection.execute(sa.text(f"DELETE FROM archipel_dataset_rdf WHERE dataset_id IN ({copies})"))
        for table, owner in OWNED.items():
            if sa.inspect(connection).has_table(table):
                connection.execute(sa.text(f"DELETE FROM {table} WHERE {owner} IN ({copies})"))
        connection.execute(sa.text(f"DELETE FROM package WHERE name LIKE '{COPY}%'"))
