"""The page that explains to publishers every field of the schemas."""

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded
from flask import Blueprint

from ckanext.archipel.dataset.completeness import required_fields
from ckanext.archipel.dataset.reference import VERDICTS, notes

# A part of the documentation is shown where the plugin that uses its schema is enabled.
SHOWN_WITH = {
    "dataset": "scheming_datasets",
    "resource": "scheming_datasets",
    "organization": "scheming_organizations",
    "group": "scheming_groups",
}

archipel_schema = Blueprint("archipel_schema", __name__)


@archipel_schema.route("/archipel/schema")
def index() -> str:
    """Show the fields of datasets, resources, organizations and groups, as docs/champs.md lists them."""
    titles = {
        "dataset": tk._("The dataset"),
        "resource": tk._("Its files and services"),
        "organization": tk._("The organization"),
        "group": tk._("The groups"),
    }
    parts = [(part, titles[part], notes(part)) for part, plugin in SHOWN_WITH.items() if plugin_loaded(plugin)]
    variables = {"parts": parts, "verdicts": VERDICTS, "asked": {"dataset": required_fields()}}
    return str(tk.render("archipel_dataset/schema.html", extra_vars=variables))
