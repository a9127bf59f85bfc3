"""Looks up by its name which organization of data.gouv.fr a catalogue's may be: proposed, for a person to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.archipel.harvest.kinds.http_json import read_json, text, with_query
from ckanext.archipel.harvest.kinds.kind import Read
from ckanext.archipel.harvest.kinds.reading import as_dict, as_items
from ckanext.archipel.harvest.kinds.udata import OBJECT_ID
from ckanext.archipel.harvest.sources.definition import Definition

PLATFORM = "https://www.data.gouv.fr"
MOST = 5


@dataclass(frozen=True)
class Proposal:
    """An organization of data.gouv.fr; `datasets` is how many it has, when that is told."""

    id: str
    name: str
    datasets: int | None

    @property
    def page(self) -> str:
        """The address of its page, where a person sees whether it is the right one."""
        return f"{PLATFORM}/organizations/{self.id}/"


def is_to_be_looked_up(definition: Definition) -> bool:
    """Tell whether a catalogue is that of an organization which is still to be chosen."""
    return bool(definition.search) and not definition.filters


def proposals(definition: Definition, read: Read) -> list[Proposal]:
    """List the organizations whose name is nearest, at most five; PageError when data.gouv.fr does not answer."""
    query = {"q": definition.search, "page_size": MOST}
    answer = as_dict(read_json(read, with_query(f"{PLATFORM}/api/1/organizations/", query)))
    found = [_proposal(as_dict(entry)) for entry in as_items(answer.get("data"))]
    return [each for each in found if OBJECT_ID.fullmatch(each.id) and each.name][:MOST]


def _proposal(entry: Mapping[str, Any]) -> Proposal:
    count = as_dict(entry.get("metrics")).get("datasets")
    return Proposal(text(entry.get("id")), text(entry.get("name")), count if type(count) is int else None)
