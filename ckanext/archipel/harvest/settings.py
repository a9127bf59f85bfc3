"""What an administrator set for a source, kept as JSON in the source's configuration. Free of CKAN."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.archipel.harvest.kinds.kind import SourceSettings

TEXTS = ("kind", "default_licence", "contact_name", "contact_email")
FLAGS = ("keep_personal_contacts", "on_data_gouv_fr")
LIMITS = ("max_removed", "max_removed_percent")
OBJECTS = ("filters", "organizations")
KEYS = frozenset({*TEXTS, *FLAGS, *LIMITS, *OBJECTS, "default_territory"})

# What of a catalogue a source may be restricted to.
FILTERS = ("organization", "territory", "theme", "keyword")


@dataclass(frozen=True)
class Limits:
    """How many datasets may leave at once before a person is asked."""

    max_removed: int
    max_removed_percent: int


@dataclass(frozen=True)
class Configuration:
    """What is set for a source, besides its address, organization and rhythm."""

    # Without one, that which the address looks like.
    kind: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    # The organizations here, by id, of those that the catalogue names; the source's own is for the others.
    organizations: Mapping[str, str] = field(default_factory=dict)
    default_licence: str = ""
    default_territory: tuple[str, ...] = ()
    keep_personal_contacts: bool = False
    # data.gouv.fr gets these datasets from somebody else: the feeds made for it leave them out (`catalogue.feeds`).
    # None when nobody said: a person's « no » is kept as such, `sources sync` does not ask again.
    on_data_gouv_fr: bool | None = None
    # Who is named in place of the persons that are left out.
    contact_name: str = ""
    contact_email: str = ""
    max_removed: int | None = None
    max_removed_percent: int | None = None

    def for_kind(self, url: str) -> SourceSettings:
        """Return what the kind of catalogue has to know."""
        return SourceSettings(
            url, self.filters, self.default_licence, self.default_territory, self.keep_personal_contacts
        )

    def limits(self, default: Limits) -> Limits:
        """Return the source's own limits, those of the portal where it has none."""
        return Limits(
            default.max_removed if self.max_removed is None else self.max_removed,
            default.max_removed_percent if self.max_removed_percent is None else self.max_removed_percent,
        )

    def to_json(self) -> str:
        """Return what `read` reads, without what is as by default."""
        default = Configuration()
        values = {key: getattr(self, key) for key in sorted(KEYS)}
        kept = {key: value for key, value in values.items() if value != getattr(default, key)}
        return json.dumps(kept, ensure_ascii=False, default=dict) if kept else ""


def read(text: str | None) -> Configuration:
    """Read a configuration; ValueError, in French, says what is wrong with it."""
    if not text or not text.strip():
        return Configuration()
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"La configuration n'est pas un JSON lisible : {str(error)[:100]}.") from error
    if not isinstance(values, dict):
        raise ValueError(  # noqa: TRY004 ckanext-harvest shows this one on its form
            'La configuration doit être un objet JSON : {"kind": "dcat"}.'
        )
    if unknown := sorted(values.keys() - KEYS):
        raise ValueError(f"Réglage inconnu : « {unknown[0]} ». Ceux qui existent : {', '.join(sorted(KEYS))}.")
    return Configuration(**{key: _checked(key, value) for key, value in values.items()})


def read_if_valid(text: str | None) -> Configuration | None:
    """Read a configuration; None for one that the validator refuses."""
    try:
        return read(text)
    except ValueError:
        return None


def organizations_of(text: str | None) -> frozenset[str]:
    """Return the organizations that a configuration gives datasets to; none when it cannot be read at all."""
    found = read_if_valid(text)
    return frozenset(found.organizations.values()) if found else frozenset()


def _checked(key: str, value: Any) -> Any:
    if key in TEXTS and isinstance(value, str):
        return value.strip()
    if key in FLAGS and isinstance(value, bool):
        return value
    if key in LIMITS and (value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)):
        return value
    if key in OBJECTS and isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
        return {name: text.strip() for name, text in value.items() if text.strip()}
    if key == "default_territory" and isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise ValueError(f"Le réglage « {key} » a une valeur d'un autre type que prévu : {str(value)[:60]}.")
