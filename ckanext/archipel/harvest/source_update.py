"""Changes a harvest source through the action of ckanext-harvest, which wants it whole."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestSource

OF_PACKAGE = ("id", "name", "title", "url", "notes", "private", "owner_org", "state")
OF_SOURCE = ("frequency", "config")


def update_source(context: dict[str, Any], source_id: str, **values: Any) -> dict[str, Any]:
    """Change these fields of a source, leave the others; ValidationError when they are refused."""
    # Not a patch, nor what an action shows: it may send what was set before as extras too, which would win.
    package, source = model.Package.get(source_id), HarvestSource.get(source_id)
    kept = {name: getattr(package, name) for name in OF_PACKAGE}
    kept |= {"source_type": source.type, **{name: getattr(source, name) or "" for name in OF_SOURCE}}
    return dict(tk.get_action("harvest_source_update")(context, {**kept, **values}))
