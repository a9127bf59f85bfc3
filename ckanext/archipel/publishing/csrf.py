"""The CSRF check of our own forms: CKAN 2.11 exempts every extension's blueprint by default."""

import ckan.plugins.toolkit as tk
from flask import current_app


def protect() -> None:
    """Refuse a form sent without its token; a request that carries an API token needs none."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return
    if tk.g.get("login_via_auth_header") and tk.current_user.is_authenticated:
        return
    current_app.extensions["csrf"].protect()
