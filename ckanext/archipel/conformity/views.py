"""The list of the datasets that break a rule of DCAT-AP, for the administrators of the portal."""

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.archipel.conformity import store
from ckanext.archipel.conformity.helpers import in_words

archipel_conformity = Blueprint("archipel_conformity", __name__)

PAGE_SIZE = 50


@archipel_conformity.route("/ckan-admin/conformite")
def broken() -> ResponseReturnValue:
    """Show which datasets break a rule, and which rule."""
    try:
        tk.check_access("sysadmin", {})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the administrators of the portal may see this page."))
    page = max(tk.request.args.get("page", 1, type=int), 1)
    count, datasets = store.broken(PAGE_SIZE, PAGE_SIZE * (min(page, 10_000) - 1))
    shown = [{**dataset, "findings": [in_words(found) for found in dataset["findings"]]} for dataset in datasets]
    checked, conforming = store.totals()
    variables = {
        "datasets": shown,
        "checked": checked,
        "conforming": conforming,
        "page_number": page,
        "last_page": max(1, -(-count // PAGE_SIZE)),
    }
    return tk.render("archipel_conformity/broken.html", extra_vars=variables)
