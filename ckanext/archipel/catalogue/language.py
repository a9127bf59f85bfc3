"""Builds in the portal's own language: CKAN puts the reader's in the address of each uploaded file."""

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
from flask import has_request_context, request
from flask_babel import force_locale

KEYS = ("CKAN_LANG", "CKAN_LANG_IS_DEFAULT")


@contextmanager
def portal_language() -> Iterator[None]:
    """Forget for a while in which language the page was asked for: what is stored is for every reader."""
    if not has_request_context():
        yield
        return
    environ, language = request.environ, str(tk.config["ckan.locale_default"])
    asked = {key: environ[key] for key in KEYS if key in environ}
    environ.update({"CKAN_LANG": language, "CKAN_LANG_IS_DEFAULT": True})
    try:
        with force_locale(language):
            yield
    finally:
        for key in KEYS:
            environ.pop(key, None)
        environ.update(asked)
