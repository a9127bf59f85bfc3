"""The action that gives the quality of a dataset, saved or still being written."""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.conformity.store import conforms
from ckanext.archipel.dataset.helpers import language
from ckanext.archipel.links.state import link_states
from ckanext.archipel.quality.measure import Quality, as_json, measure
from ckanext.archipel.rdf.profile import own_hosts

Context = dict[str, Any]
DataDict = dict[str, Any]


@tk.side_effect_free
def archipel_quality_show(context: Context, data_dict: DataDict) -> DataDict:
    """Return points and criteria of each metric, and what is missing, for a dataset's `id` or a `dataset` not saved."""
    if "dataset" in data_dict:
        tk.check_access("archipel_quality_show", context, data_dict)
        dataset = _sent(data_dict["dataset"])
    else:
        dataset = _saved(context, data_dict)
    try:
        return as_json(quality_of(dataset), language())
    except RecursionError as error:
        raise tk.ValidationError({"dataset": [tk._("The dataset is nested too deeply.")]}) from error


def quality_of(dataset: Mapping[str, Any]) -> Quality:
    """Measure a dataset today, with what the portal knows of itself."""
    return measure(dataset, datetime.now(timezone.utc).date(), own_hosts(), _answers(dataset), _conforms(dataset))


def _conforms(dataset: Mapping[str, Any]) -> bool | None:
    dataset_id = dataset.get("id")
    known = isinstance(dataset_id, str) and dataset_id and "\0" not in dataset_id
    return conforms([str(dataset_id)]).get(str(dataset_id)) if known else None


def _answers(dataset: Mapping[str, Any]) -> dict[str, bool]:
    resources = dataset.get("resources")
    entries = resources if isinstance(resources, list) else []
    addresses = [entry.get("url") for entry in entries if isinstance(entry, Mapping)]
    # PostgreSQL refuses a text that holds a zero byte.
    asked = {address for address in addresses if isinstance(address, str) and address and "\0" not in address}
    return {address: not state.broken for address, state in link_states(asked).items()} if asked else {}


def _sent(value: object) -> Mapping[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise tk.ValidationError({"dataset": [tk._("The dataset is not readable JSON.")]}) from error
    if not isinstance(value, Mapping):
        raise tk.ValidationError({"dataset": [tk._("Send the dataset as an object, or the id of a saved one.")]})
    return value


def _saved(context: Context, data_dict: DataDict) -> Mapping[str, Any]:
    name = data_dict.get("id")
    if not isinstance(name, str) or not name.strip() or "\0" in name:
        raise tk.ValidationError({"id": [tk._("Send the dataset as an object, or the id of a saved one.")]})
    tk.check_access("archipel_quality_show", context, {"id": name})
    dataset: DataDict = tk.get_action("package_show")(context, {"id": name})
    if dataset["type"] != "dataset":
        raise tk.ValidationError({"id": [tk._("Only datasets are measured, and “{id}” is not one.").format(id=name)]})
    return dataset


def get_actions() -> dict[str, Any]:
    """Return the actions."""
    return {"archipel_quality_show": archipel_quality_show}
