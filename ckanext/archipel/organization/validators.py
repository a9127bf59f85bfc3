"""CKAN validators of an organization's fields."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.archipel.dataset.stored import stored_values
from ckanext.archipel.dataset.values import normalised
from ckanext.archipel.organization.hierarchy import above
from ckanext.archipel.organization.identifiers import normalise_datagouv_id, normalise_siren

__all__ = ["archipel_datagouv_organization", "archipel_parent", "archipel_siren"]

Flat = dict[tuple[Any, ...], Any]
Errors = dict[tuple[Any, ...], list[str]]
Context = dict[str, Any]


def archipel_siren(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept a SIREN or a SIRET whose key is right and store the SIREN, and accept what was stored already."""
    message = tk._("“{value}” is not a SIREN: write its nine digits, or the fourteen of a SIRET, and check them.")
    data[key] = normalised(data[key], normalise_siren, message, stored_values(key, context))


def archipel_datagouv_organization(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept an organization of data.gouv.fr by its id, its short name or the address of its page."""
    message = tk._("“{value}” is not an organization of data.gouv.fr: copy the address of its page there.")
    data[key] = normalised(data[key], normalise_datagouv_id, message, stored_values(key, context))


def archipel_parent(key: tuple[Any, ...], data: Flat, errors: Errors, context: Context) -> None:
    """Accept another organization of the portal, by id or name, that does not depend on this one; store its id."""
    text = str(data[key]).strip()
    if text in stored_values(key, context):
        return
    found = model.Group.get(text) if len(text) <= model.PACKAGE_NAME_MAX_LENGTH and text.isprintable() else None
    if found is None or not found.is_organization or found.state != "active":
        message = tk._("“{value}” is not an organization of this portal. Choose one of the list.")
        raise tk.Invalid(message.format(value=text[:80]))
    organization = context.get("group")
    if organization is not None and organization.id in above(found):
        message = tk._("“{value}” is this organization or depends on it. Choose another one, or none.")
        raise tk.Invalid(message.format(value=found.title or found.name))
    data[key] = found.id
