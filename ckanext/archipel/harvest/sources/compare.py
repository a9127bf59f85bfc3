"""What a definition says that the portal's source does not. Free of CKAN."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.harvest.settings import Configuration, read_if_valid
from ckanext.archipel.harvest.sources.definition import Definition

# What an administrator reads and sets on the form of a source.
SHOWN = {"title": "titre", "url": "adresse", "frequency": "rythme", "config": "configuration"}


@dataclass(frozen=True)
class Difference:
    """A field of a source that is not as its definition says."""

    field: str
    here: str
    defined: str

    def __str__(self) -> str:
        return f"{SHOWN[self.field]} : « {self.here} » ici, « {self.defined} » dans la définition"


def wanted(definition: Definition, *, enabled: bool, answered: bool | None = None) -> dict[str, str]:
    """Return the source that a definition describes; only one that is enabled runs by itself.

    `answered` is what a person said of data.gouv.fr having its datasets already: it stands where nobody knew.
    """
    unknown = definition.already_on_datagouv == "unknown" and answered is not None
    configuration = Configuration(
        kind=definition.kind,
        filters=definition.filters,
        default_licence=definition.default_licence,
        default_territory=definition.territory,
        on_data_gouv_fr=answered if unknown else definition.may_be_on_datagouv,
    )
    return {
        "title": definition.owner,
        "url": definition.endpoint,
        "frequency": definition.schedule if enabled else "MANUAL",
        "config": configuration.to_json(),
    }


def differences(definition: Definition, source: Mapping[str, Any]) -> list[Difference]:
    """List how the portal's source is not as defined; whether it runs by itself is the administrator's choice."""
    enabled = str(source.get("frequency") or "MANUAL") != "MANUAL"
    found = []
    for field, defined in wanted(definition, enabled=enabled, answered=_answered(source)).items():
        here = str(source.get(field) or "")
        if _same(field, here, defined):
            continue
        found.append(Difference(field, here, defined))
    return found


def _answered(source: Mapping[str, Any]) -> bool | None:
    found = read_if_valid(str(source.get("config") or ""))
    return found.on_data_gouv_fr if found else None


def _same(field: str, here: str, defined: str) -> bool:
    if field != "config":
        return here == defined
    try:
        written = json.loads(here or "{}")
    except ValueError:
        return False
    # What an administrator added to the settings is theirs.
    return isinstance(written, dict) and json.loads(defined or "{}").items() <= written.items()
