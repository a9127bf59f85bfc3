"""Keeps the page of a dataset standing when ckanext-dcat cannot say for search engines (schema.org) what it holds."""

import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.archipel.catalogue.fragments import BAD_VALUES

log = logging.getLogger(__name__)


@tk.chained_helper
def structured_data(original: Callable[..., str], dataset_dict: dict[str, Any], *options: Any, **named: Any) -> str:
    """Return the structured data of a dataset, nothing when one of its values cannot be said."""
    try:
        return original(dataset_dict, *options, **named)
    except BAD_VALUES:
        log.warning("Données structurées impossibles : %s", dataset_dict.get("name"), exc_info=True)
        return "{}"


def get_helpers() -> dict[str, Callable[..., str]]:
    """Return our version of the helper, where ckanext-dcat has one."""
    return {"structured_data": structured_data} if p.plugin_loaded("structured_data") else {}
