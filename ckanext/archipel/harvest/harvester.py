"""What ckanext-harvest asks of a harvester; runs themselves go through `run`."""

from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestJob, HarvestObject

from ckanext.archipel.dataset.repeating import as_dicts
from ckanext.archipel.harvest import SOURCE_TYPE
from ckanext.archipel.harvest.gather import gather
from ckanext.archipel.harvest.importing import import_object
from ckanext.archipel.harvest.values import web_address


class ArchipelHarvester:
    """The harvester type `archipel_dcat`."""

    def info(self) -> dict[str, Any]:
        """Describe the type for the form of a harvest source."""
        return {
            "name": SOURCE_TYPE,
            "title": tk._("DCAT catalogue (Archipel)"),
            "description": tk._("A DCAT catalogue in RDF/XML, Turtle, JSON-LD or N-Triples, page by page."),
            "form_config_interface": "Text",
        }

    def validate_config(self, config: str) -> str:
        """Accept the settings of a source, a JSON object."""
        if config and not as_dicts(config) and config.strip() != "{}":
            raise ValueError(tk._("The configuration of this type of harvest source is a JSON object."))
        return config

    def gather_stage(self, harvest_job: HarvestJob) -> list[str]:
        """Read the catalogue; only for the commands of ckanext-harvest that run a job on the spot."""
        return gather(harvest_job, lambda: "")

    def fetch_stage(self, harvest_object: HarvestObject) -> bool:
        """Have nothing to fetch: the catalogue's pages hold the whole records."""
        return True

    def import_stage(self, harvest_object: HarvestObject) -> bool:
        """Write the dataset of a harvest object."""
        return import_object(harvest_object)

    def get_original_url(self, harvest_object_id: str) -> str | None:
        """Return the address of a record in its catalogue, when its identifier is one."""
        harvest_object = HarvestObject.get(harvest_object_id)
        return web_address(harvest_object.guid) if harvest_object else None
