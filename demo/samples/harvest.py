"""One harvest source for each kind of catalogue, at the partners served on loopback; none runs until asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from demo.partner.entries import PARTNERS, TERRITORY
from demo.partner.server import CATALOGUES


def partner_organisations() -> Iterator[dict[str, Any]]:
    """The partners, as organisations of the portal."""
    for partner in PARTNERS.values():
        description = "Partenaire imaginaire dont le catalogue est moissonné."
        yield {"name": partner.key, "title": partner.name, "description": description}


def partner_sources(base: str) -> Iterator[dict[str, Any]]:
    """The sources of the partners served at `base`."""
    from ckanext.archipel.harvest import SOURCE_TYPE  # noqa: PLC0415 - only where the plugin is loaded

    for kind, path in CATALOGUES.items():
        partner = PARTNERS[kind]
        yield {
            "name": f"source-{partner.key}",
            "title": f"{partner.name} ({kind})",
            "url": base + path,
            "source_type": SOURCE_TYPE,
            "owner_org": partner.key,
            "frequency": "MANUAL",
            "config": json.dumps({"kind": kind, "default_territory": [TERRITORY]}),
        }
