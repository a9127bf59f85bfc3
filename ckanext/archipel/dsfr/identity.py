"""Who the site speaks for: everything of the theme that its administrator sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PREFIX = "ckanext.archipel.dsfr."
SEPARATOR = "|"
ACCESSIBILITY_STATES = ("non", "partiellement", "totalement")


@dataclass(frozen=True)
class Identity:
    """The texts and links of the header, of the footer, of the home page and of the legal pages."""

    brand: tuple[str, ...]
    tagline: str
    mission: str
    search_examples: tuple[str, ...]
    beta: bool
    accessibility: str
    publisher: str
    publication_director: str
    host: str
    contact_email: str

    @property
    def brand_name(self) -> str:
        """Return the official name on one line, for titles; a line that ends with a hyphen goes on without a space."""
        return " ".join(self.brand).replace("- ", "-")


def read_identity(config: Mapping[str, Any]) -> Identity:
    """Read the identity in the configuration."""
    return Identity(
        brand=split_list(config.get(f"{PREFIX}brand")),
        tagline=text(config.get(f"{PREFIX}tagline")),
        mission=text(config.get(f"{PREFIX}mission")),
        search_examples=split_list(config.get(f"{PREFIX}search_examples")),
        beta=bool(config.get(f"{PREFIX}beta")),
        accessibility=accessibility_state(config.get(f"{PREFIX}accessibility")),
        publisher=text(config.get(f"{PREFIX}publisher")),
        publication_director=text(config.get(f"{PREFIX}publication_director")),
        host=text(config.get(f"{PREFIX}host")),
        contact_email=text(config.get(f"{PREFIX}contact_email")),
    )


def text(value: object) -> str:
    """Return the text of an option, empty when it is not set."""
    return str(value or "").strip()


def split_list(value: object) -> tuple[str, ...]:
    """Split an option written on one line with `|` between its parts."""
    return tuple(part for part in (part.strip() for part in text(value).split(SEPARATOR)) if part)


def accessibility_state(value: object) -> str:
    """Return the declared state, "non" as long as no audit lets the administrator say better."""
    state = text(value).lower()
    return state if state in ACCESSIBILITY_STATES else ACCESSIBILITY_STATES[0]
