"""Names the organization's functional contact where a harvested dataset has none left. Free of CKAN."""

from collections.abc import Mapping
from typing import Any


def with_functional_contact(
    dataset: Mapping[str, Any], organization: str, name: str = "", email: str = "", url: str = ""
) -> dict[str, Any]:
    """Return the dataset with somebody to write to: who the source names, or else the organization."""
    if any(contact.get("email") or contact.get("url") for contact in dataset.get("contact") or []):
        return dict(dataset)
    contact = {"name": name or organization, "email": email, "url": "" if email else url}
    return {**dataset, "contact": [{key: value for key, value in contact.items() if value}]}
