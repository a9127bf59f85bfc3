"""The facets of the dataset search, in the order readers narrow a search."""

from collections import OrderedDict

import ckan.plugins.toolkit as tk
from flask import has_request_context

CORE = frozenset({"organization", "groups", "tags", "res_format", "license_id"})


def dataset_facets(facets: "OrderedDict[str, str]", package_type: str | None) -> "OrderedDict[str, str]":
    """Replace CKAN's facets by the portal's, and keep those that other plugins added."""
    if package_type not in {None, "dataset"}:
        return facets
    ours = OrderedDict(
        **_chosen_territory(),
        vocab_departement=tk._("Regions and départements"),
        vocab_epci=tk._("Groups of municipalities"),
        vocab_commune=tk._("Municipalities"),
        vocab_lab_theme=tk._("Themes"),
        organization=tk._("Organizations"),
        tags=tk._("Keywords"),
        res_format=tk._("Formats"),
        license_id=tk._("Licenses"),
        vocab_frequency=tk._("Update frequency"),
    )
    return OrderedDict({**ours, **{key: title for key, title in facets.items() if key not in CORE}})


def _chosen_territory() -> dict[str, str]:
    """Name the filter of links that mean a territory of any kind, on the pages they lead to."""
    chosen = has_request_context() and "vocab_territory" in tk.request.args
    return {"vocab_territory": tk._("Territories")} if chosen else {}


def group_facets(facets: "OrderedDict[str, str]") -> "OrderedDict[str, str]":
    """Give the pages of an organization or of a group the same facets, except the organization on its own page."""
    ours = dataset_facets(facets, None)
    if "organization" not in facets:
        del ours["organization"]
    return ours
