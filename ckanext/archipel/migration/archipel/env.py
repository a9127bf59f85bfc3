"""Lets `ckan db upgrade -p archipel` make our tables; no `fileConfig`, which would silence every logger."""

from alembic import context
from sqlalchemy import engine_from_config, pool

VERSION_TABLE = "archipel_alembic_version"


def run() -> None:
    """Apply the migrations to the database that CKAN names."""
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, version_table=VERSION_TABLE)
        with context.begin_transaction():
            context.run_migrations()


run()
