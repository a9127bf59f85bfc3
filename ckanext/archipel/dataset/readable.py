"""Keeps readable a dataset whose stored extra has the name of a repeating field but holds a plain text."""

import json
from typing import Any

import ckan.lib.plugins as lib_plugins
import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.archipel.dataset.repeating import groups_of_text, is_groups

Json = dict[str, Any]

# In a context, asks for a dataset not put in order: its adoption tells what it changes.
AS_STORED = "archipel_as_stored"


@tk.chained_action
@tk.side_effect_free
def package_show(original: Any, context: Json, data_dict: Json) -> Json:
    """Show a dataset as CKAN does, after having put in order the extras that ckanext-scheming cannot read."""
    if context.get(AS_STORED):
        return dict(original(context, data_dict))
    if context.get("validate") is False:
        raw = dict(original(context, data_dict))
        put_in_order(raw)
        return raw
    try:
        return dict(original(context, data_dict))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raw = dict(original(context | {"validate": False}, data_dict))
        if not put_in_order(raw):
            raise
    plugin = lib_plugins.lookup_package_plugin(raw["type"])
    shown, _ = lib_plugins.plugin_validate(
        plugin, context, raw, context.get("schema") or plugin.show_package_schema(), "package_show"
    )
    for extension in p.PluginImplementations(p.IPackageController):
        extension.after_dataset_show(context, shown)
    return dict(shown)


def put_in_order(dataset: Json) -> bool:
    """Write as groups the texts found under the names of repeating fields; what cannot be one gets another name."""
    repeating = _repeating_fields(dataset.get("type", ""))
    extras = dataset.get("extras") or []
    found = [extra for extra in extras if extra["key"] in repeating and not is_groups(extra.get("value"))]
    taken = {extra["key"] for extra in extras}
    for extra in found:
        groups = groups_of_text(extra["key"], str(extra.get("value") or ""))
        if groups:
            extra["value"] = json.dumps(groups, ensure_ascii=False)
        else:
            extra["key"] = _free(extra["key"] + "_text", taken)
    return bool(found)


def _free(key: str, taken: set[str]) -> str:
    return _free(key + "_", taken) if key in taken else key


def _repeating_fields(dataset_type: str) -> frozenset[str]:
    if not p.plugin_loaded("scheming_datasets"):
        return frozenset()
    schema = tk.h.scheming_get_dataset_schema(dataset_type) or {}
    fields = schema.get("dataset_fields", [])
    return frozenset(field["field_name"] for field in fields if "repeating_subfields" in field)


def get_actions() -> Json:
    """Return the actions."""
    return {"package_show": package_show}
