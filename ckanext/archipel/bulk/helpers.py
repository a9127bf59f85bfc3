"""What the pages of bulk changes show."""

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel.dataset.helpers import archipel_label

__all__ = ["archipel_bulk_value"]


def archipel_bulk_value(field_name: str, value: Any) -> str:
    """Return how a value is shown: the label of a licence or a frequency, the parts of a contact."""
    if isinstance(value, list):
        return " ; ".join(", ".join(str(part) for part in person.values()) for person in value)
    if not value:
        return ""
    fields = tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]
    field = tk.h.scheming_field_by_name(fields, field_name) or {}
    return archipel_label(field, value) if field.get("vocabulary") else str(value)
