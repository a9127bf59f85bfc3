"""What the form's fields show of territories."""

import contextlib
import json
import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.archipel import territory
from ckanext.archipel.territory import box

__all__ = [
    "archipel_territory_box",
    "archipel_territory_choices_large",
    "archipel_territory_field",
    "archipel_territory_map",
]

SEPARATOR = re.compile(r"[;\n]")


def archipel_territory_field(value: object) -> dict[str, Any]:
    """Sort what the field holds: territories chosen, text that names none or several, and what it may mean."""
    chosen: dict[str, str] = {}
    unclear: dict[str, list[territory.Territory]] = {}
    for text in typed(value):
        zone = territory.zone_of(text)
        if zone:
            place = territory.get(zone)
            chosen[zone] = territory.label(place) if place else zone
        else:
            unclear[text] = territory.named(text) or territory.close_to(text)
    suggested = {place.id: place for places in unclear.values() for place in places if place.id not in chosen}
    return {
        "chosen": list(chosen.items()),
        "typed": "; ".join(unclear),
        "suggested": [described(place) for place in suggested.values()],
    }


def archipel_territory_choices_large() -> list[str]:
    """List the labels of all but the communes, which a browser offers without scripts."""
    return [territory.label(place) for place in territory.territories() if place.kind != "commune"]


def archipel_territory_box(value: object) -> tuple[str, ...] | None:
    """Return the four numbers of a rectangle as its fields show them, none for a geometry of another shape."""
    return box.fields_of(value)


def archipel_territory_map() -> dict[str, Any] | None:
    """Return the drawing of the region on which a rectangle is drawn, none in a package without outlines."""
    return box.region_map()


def typed(value: object) -> list[str]:
    """Read the field's texts, which come as a list, as the JSON of a list or as one text; `;` separates several."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(value)
    texts = value if isinstance(value, (list, tuple)) else [value]
    parts = [part.strip() for text in texts if isinstance(text, str) for part in SEPARATOR.split(text)]
    return list(dict.fromkeys(part for part in parts if part))


def described(place: territory.Territory) -> dict[str, Any]:
    """Describe a territory as a list of choices shows it."""
    above = next((known.name for zone in reversed(place.parents) if (known := territory.get(zone))), "")
    kind = kind_label(place.kind)
    return {
        "id": place.id,
        "name": place.name,
        "label": territory.label(place),
        "kind": place.kind,
        "code": place.code,
        "uri": place.uri,
        "hint": f"{kind}, {above}" if above and place.kind != "region" else kind,
    }


def kind_label(kind: territory.Kind) -> str:
    """Return the reader's word for a kind of territory."""
    labels = {
        "country": tk._("country"),
        "region": tk._("region"),
        "departement": tk._("département"),
        "epci": tk._("group of municipalities"),
        "commune": tk._("municipality"),
    }
    return labels[kind]
