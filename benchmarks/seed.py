"""Fills a portal with copies of its datasets by SQL, and takes them away; the search index does not know them."""
# ruff: noqa: S608 - the names come from the database's own catalogue

import sqlalchemy as sa
from ckan import model

COPY = "copie-"
STORED = "archipel_dataset_rdf"
OWNED = {"resource": "package_id", "package_tag": "package_id", "package_extra": "package_id", STORED: "dataset_id"}


def fill(wanted: int) -> None:
    """Copy public datasets, and their fragments as if they had been built, until the portal holds this many."""
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
                own_id = {} if table == STORED else {"id": "gen_random_uuid()::text"}
                _copy(connection, table, owner, {**own_id, owner: "c.copy"})
        connection.execute(sa.text("ANALYZE package"))
    _mark_as_built()


def _copy(connection: sa.engine.Connection, table: str, owner: str, changed: dict[str, str]) -> None:
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    query = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t JOIN copied c ON c.original = t.{owner}"
    connection.execute(sa.text(query))


def _mark_as_built() -> None:
    """Give the copied fragments the marks and addresses of their datasets; their text stays the original's."""
    from ckanext.archipel.catalogue import store  # noqa: PLC0415 - the stock portal does not have it
    from ckanext.archipel.catalogue.jobs import site_builder  # noqa: PLC0415
    from ckanext.archipel.catalogue.versions import DATASET_VERSION, dataset_content, organizations  # noqa: PLC0415

    _, settings = site_builder()
    marks = f"""
        UPDATE {STORED} r SET version = {DATASET_VERSION}, content = {dataset_content()},
            uri = regexp_replace(r.uri, '[0-9a-f-]{{36}}$', p.id)
        FROM package p LEFT JOIN ({organizations()}) o ON o.id = p.owner_org
        WHERE p.id = r.dataset_id AND p.name LIKE '{COPY}%'
    """
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(marks), {"settings": settings})
        connection.execute(sa.text(f"ANALYZE {STORED}"))
    if left := store.stale(settings, 1):
        raise RuntimeError(f"un fragment n'est pas à jour : {left}")


def remove() -> None:
    """Remove every copy, and the fragments built of them."""
    with model.meta.engine.begin() as connection:
        copies = f"SELECT id FROM package WHERE name LIKE '{COPY}%'"
        for table, owner in OWNED.items():
            if sa.inspect(connection).has_table(table):
                connection.execute(sa.text(f"DELETE FROM {table} WHERE {owner} IN ({copies})"))
        connection.execute(sa.text(f"DELETE FROM package WHERE name LIKE '{COPY}%'"))
