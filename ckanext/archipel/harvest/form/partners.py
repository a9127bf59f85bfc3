"""The catalogues of the region that may be added: which already are, and the form that each fills in."""

from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.archipel.harvest.form.fields import Values, blank
from ckanext.archipel.harvest.kinds.udata import OBJECT_ID
from ckanext.archipel.harvest.settings import FILTERS
from ckanext.archipel.harvest.sources.definition import Definition, definitions
from ckanext.archipel.harvest.sources.here import sources_here
from ckanext.archipel.harvest.sources.matching import source_among
from ckanext.archipel.harvest.sources.proposals import is_to_be_looked_up


@dataclass(frozen=True)
class Partner:
    """A known catalogue, and the name of the source that the portal has of it."""

    definition: Definition
    source: str

    @property
    def is_to_be_looked_up(self) -> bool:
        """Whether an organization of data.gouv.fr is to be chosen before it is added."""
        return is_to_be_looked_up(self.definition)


def partners() -> list[Partner]:
    """List the known catalogues, those that are ready first."""
    here = sources_here()
    found = ((each, source_among(here, each)) for each in definitions())
    return [Partner(each, source.name if source else "") for each, source in found]


def known(key: str) -> Definition | None:
    """Return the known catalogue of this key."""
    return next((each for each in definitions() if each.key == key), None)


def values_of(key: str, organizations: Mapping[str, str], chosen: str = "") -> Values | None:
    """Return the form of a known catalogue; `organizations` are the ids, by name, of those that may own it.

    `chosen` is the organization of data.gouv.fr that somebody says is the catalogue's.
    """
    definition = known(key)
    if definition is None:
        return None
    values = of_definition(definition, organizations)
    if is_to_be_looked_up(definition) and OBJECT_ID.fullmatch(chosen):
        values["filter_organization"] = chosen
    return values


def of_definition(definition: Definition, organizations: Mapping[str, str]) -> Values:
    """Return the form that a definition fills in."""
    return {
        **blank(organizations.get(definition.organization["name"], "")),
        "url": definition.endpoint,
        "title": definition.owner,
        "kind": definition.kind,
        "frequency": definition.schedule,
        "default_licence": definition.default_licence,
        "default_territory": list(definition.territory),
        "on_data_gouv_fr": definition.may_be_on_datagouv,
        **{f"filter_{name}": definition.filters.get(name, "") for name in FILTERS},
    }
