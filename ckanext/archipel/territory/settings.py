"""Where the portal keeps the geometries its administrator loaded."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def geometry_file(config: Mapping[str, Any]) -> Path | None:
    """Return the configured file, else one in CKAN's storage; none when the portal has no storage."""
    chosen, storage = config.get("ckanext.archipel.territory.geometry_file"), config.get("ckan.storage_path")
    if chosen:
        return Path(chosen)
    return Path(storage) / "archipel" / "territory-geometry.sqlite" if storage else None
