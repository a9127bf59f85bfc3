"""What templates show of checks: the choices of a schema, and how a file fared."""

import logging
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.validation import kept, store
from ckanext.archipel.validation.catalogue import Choice, parse_list
from ckanext.archipel.validation.eligible import table_schema_of
from ckanext.archipel.validation.errors import UnreadableSchemaError

log = logging.getLogger(__name__)

__all__ = ["archipel_table_schemas", "archipel_validation_outcome"]


def archipel_table_schemas() -> list[Choice]:
    """Return the table schemas to choose from, as last read; none when the list was never read."""
    content = kept.content_of(tk.config["ckanext.archipel.validation.catalogue"])
    if content is None:
        return []
    try:
        return parse_list(content)
    except UnreadableSchemaError as error:
        log.warning("La liste des schémas de table gardée est illisible : %s", error)
        return []


def archipel_validation_outcome(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the state of the check of a file that names a table schema; None for the others."""
    if not table_schema_of(resource):
        return None
    return store.get(str(resource.get("id"))) or {"state": "", "report": None}
