"""What a dataset published here must say: one list for the form, the API and the quality advice. Free of CKAN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.dataset.repeating import as_dicts, is_filled

Dataset = Mapping[str, Any]
NO_LICENCE = frozenset({"", "notspecified"})
RESTRICTED = ("RESTRICTED", "NON_PUBLIC", "CONFIDENTIAL", "SENSITIVE")


@dataclass(frozen=True)
class Requirement:
    """A field without which a dataset made here is not published, and how to tell that a dataset meets it."""

    field: str
    is_met: Callable[[Dataset], bool]


def missing(dataset: Dataset) -> list[str]:
    """List the fields that are still to be filled in before the dataset can be published, in the form's order."""
    return [requirement.field for requirement in REQUIREMENTS if not requirement.is_met(dataset)]


def required_fields() -> frozenset[str]:
    """Return the fields that publication may ask for."""
    return frozenset(requirement.field for requirement in REQUIREMENTS)


def _holds(*fields: str) -> Callable[[Dataset], bool]:
    # A list is met as it is stored too, in JSON.
    return lambda dataset: any(dataset.get(field) != "[]" and is_filled(dataset.get(field)) for field in fields)


def _has_licence(dataset: Dataset) -> bool:
    return str(dataset.get("license_id") or "").strip() not in NO_LICENCE


def _is_reachable(dataset: Dataset) -> bool:
    return any(is_filled([contact.get("email"), contact.get("url")]) for contact in as_dicts(dataset.get("contact")))


def _tells_why_restricted(dataset: Dataset) -> bool:
    right = str(dataset.get("access_rights") or "").rsplit("/", 1)[-1]
    return right not in RESTRICTED or is_filled(dataset.get("access_limitation"))


REQUIREMENTS = (
    Requirement("notes", _holds("notes")),
    Requirement("lab_theme", _holds("lab_theme", "theme")),
    Requirement("contact", _is_reachable),
    Requirement("license_id", _has_licence),
    Requirement("territory", _holds("territory", "spatial_coverage")),
    Requirement("frequency", _holds("frequency")),
    Requirement("access_limitation", _tells_why_restricted),
    Requirement("resources", _holds("resources")),
)
