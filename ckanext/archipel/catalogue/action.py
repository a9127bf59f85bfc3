"""Keeps projects and private datasets out of what ckanext-dcat's own actions still answer."""

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.archipel.catalogue.search import PUBLIC_DATASETS

Action = Callable[[dict[str, Any], dict[str, Any]], Any]
ACTIONS = {"dcat": ("dcat_catalog_show", "dcat_catalog_search"), "dcat_json_interface": ("dcat_datasets_list",)}


def get_actions() -> dict[str, Callable[..., Any]]:
    """Return a restricted version of each action of ckanext-dcat that lists datasets."""
    return {name: only_datasets for plugin, names in ACTIONS.items() if p.plugin_loaded(plugin) for name in names}


@tk.chained_action
@tk.side_effect_free
def only_datasets(original: Action, context: dict[str, Any], data_dict: dict[str, Any]) -> object:
    """Ask the original action for public datasets of type `dataset` only."""
    fq = " ".join([str(data_dict.get("fq") or ""), *PUBLIC_DATASETS]).strip()
    return original(context, {**data_dict, "fq": fq})
