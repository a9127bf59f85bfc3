"""What the pages of sources and of runs have in common."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.harvest.model import HarvestSource


def of_source(source: HarvestSource) -> dict[str, Any]:
    """Return what their templates show of a source."""
    package = model.Package.get(source.id)
    return {"source": source, "name": package.name if package else source.id}


def said(error: tk.ValidationError) -> str:
    """Return what a refusal says."""
    return " ".join(
        str(text) for texts in error.error_dict.values() for text in (texts if isinstance(texts, list) else [texts])
    )
