"""The check that our forms come from our own pages."""

import ckan.plugins.toolkit as tk
from flask import current_app


def protect_forms() -> None:
    """Check the CSRF token, before each request of a blueprint: CKAN 2.11 exempts those of extensions by default."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return
    if tk.g.get("login_via_auth_header") and tk.current_user.is_authenticated:
        return
    current_app.extensions["csrf"].protect()
