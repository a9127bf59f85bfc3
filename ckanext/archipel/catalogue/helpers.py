"""What templates show of the RDF pages."""

from typing import Any

from ckanext.archipel.catalogue import store

__all__ = ["archipel_export_remarks"]


def archipel_export_remarks(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return the `error` that keeps a dataset out of the catalogue, and the values its export leaves out (`lost`)."""
    error, lost = store.remarks(str(dataset["id"]))
    return {"error": error, "lost": lost}
