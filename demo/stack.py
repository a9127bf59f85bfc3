"""The services of one portal: those of the administrator where their addresses are given, ours otherwise."""

import os
from collections.abc import Mapping
from pathlib import Path

from demo.console import step
from demo.layout import Environment
from demo.services.base import Service
from demo.services.postgres import Postgres
from demo.services.solr import Solr
from demo.services.valkey import Valkey

# An administrator's own service is used as it is, and never started or stopped.
OWN_ADDRESS = {"postgresql": "CKAN_SQLALCHEMY_URL", "valkey": "CKAN_REDIS_URL", "solr": "CKAN_SOLR_URL"}


class Stack:
    """Starts and stops the services that live in one folder."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self._postgres = Postgres(environment, folder)
        every: tuple[Service, ...] = (self._postgres, Valkey(environment, folder), Solr(environment, folder))
        self._services = [service for service in every if not os.environ.get(OWN_ADDRESS[service.name])]

    def start(self) -> None:
        """Start what does not run yet."""
        for service in self._services:
            with step(f"Service {service.name}"):
                service.start()

    def stop(self) -> None:
        """Stop what this stack started, the last started first."""
        for service in reversed(self._services):
            service.stop()

    def addresses(self) -> Mapping[str, str]:
        """Return CKAN's environment variables for every service, ours and the administrator's."""
        given = {name: os.environ[name] for name in OWN_ADDRESS.values() if os.environ.get(name)}
        return {**given, **{name: value for service in self._services for name, value in service.addresses().items()}}

    def execute_sql(self, sql: str) -> None:
        """Run SQL as the superuser of our PostgreSQL; an administrator's own is left to the administrator."""
        if self._postgres in self._services:
            self._postgres.execute(sql)
