"""Template helpers: choices of the forms and labels of what is stored."""

from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.dataset.completeness import required_fields
from ckanext.archipel.dataset.repeating import is_filled
from ckanext.archipel.vocabulary import vocabulary

__all__ = [
    "archipel_as_list",
    "archipel_choices",
    "archipel_choices_with",
    "archipel_is_filled",
    "archipel_label",
    "archipel_needed_to_publish",
    "archipel_territory_choices",
]

Choice = dict[str, Any]


def language() -> str:
    """Return the reader's language, French outside of a request."""
    try:
        return str(tk.h.lang() or "fr")
    except (RuntimeError, TypeError, AttributeError):
        return "fr"


def archipel_choices(field: dict[str, Any]) -> list[Choice]:
    """List what a form offers for a field of a code list."""
    words = vocabulary(field["vocabulary"])
    return [{"value": words.value(term), "label": {"fr": term.fr, "en": term.en}} for term in words.offered()]


def archipel_territory_choices(field: dict[str, Any]) -> list[Choice]:
    """List the territories short enough a list can offer: all but the communes."""
    places = (place for place in territory.territories() if place.kind != "commune")
    return [{"value": place.id, "label": territory.label(place)} for place in places]


def archipel_label(field: dict[str, Any], value: str) -> str:
    """Return how a stored value is shown: the label of a code list's term, or a territory's name."""
    if field["field_name"] == "territory":
        return territory_name(value)
    lists = [vocabulary(field[key]) for key in ("vocabulary", "archipel_other_vocabulary") if field.get(key)]
    if not lists:
        return next((_text(choice["label"]) for choice in _choices(field) if choice["value"] == value), value)
    return next((words.label(value, language()) for words in lists if words.get(value)), value)


def archipel_choices_with(field: dict[str, Any], values: str | Iterable[str] | None) -> list[tuple[str, str]]:
    """List value and label of the choices, with the values already stored that are no longer, or not yet, offered."""
    choices = [(choice["value"], _text(choice["label"])) for choice in _choices(field)]
    stored = [values] if isinstance(values, str) else list(values or [])
    offered = {value for value, _ in choices}
    return choices + [(value, archipel_label(field, value)) for value in stored if value and value not in offered]


def archipel_as_list(value: str | Iterable[str] | None) -> list[str]:
    """Return a field's values as a list, whether it holds one, several or none."""
    if not value:
        return []
    return [value] if isinstance(value, str) else [text for text in value if text]


def territory_name(zone: str) -> str:
    """Return a territory's name, told from its namesakes if it is a commune; its zone id when we do not know it."""
    place = territory.get(zone)
    if place is None:
        return zone
    return territory.label(place) if place.kind == "commune" else place.name


def _choices(field: dict[str, Any]) -> list[Choice]:
    offered: list[Choice] = tk.h[field["choices_helper"]](field)
    return offered


def _text(label: str | dict[str, str]) -> str:
    return str(tk.h.scheming_language_text(label))


def archipel_is_filled(value: object) -> bool:
    """Tell whether a field holds something."""
    return is_filled(value)


def archipel_needed_to_publish(field_name: str) -> bool:
    """Tell whether publication asks for this field, which a draft may leave empty."""
    return field_name in required_fields()
