"""What ckanext-harvest asks of a harvester; runs themselves go through `runs`."""

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.harvest.model import HarvestJob, HarvestObject

from ckanext.archipel.harvest import SOURCE_TYPE, settings
from ckanext.archipel.harvest.kinds.registry import kind_named
from ckanext.archipel.harvest.ledger.model import record
from ckanext.archipel.harvest.values import web_address


class ArchipelHarvester:
    """The harvester type `archipel`."""

    def info(self) -> dict[str, Any]:
        """Describe the type for the form of a harvest source."""
        return {
            "name": SOURCE_TYPE,
            "title": tk._("Partner catalogue (Archipel)"),
            "description": tk._("DCAT, CSW, Opendatasoft, ArcGIS Hub, udata, CKAN or GeoNetwork, page by page."),
            "form_config_interface": "Text",
        }

    def validate_config(self, config: str) -> str:
        """Refuse a configuration that no run could follow."""
        kind_named(settings.read(config).kind, "")
        return config

    def gather_stage(self, harvest_job: HarvestJob) -> list[str]:
        """Do the whole run; only for the commands of ckanext-harvest that run a job on the spot."""
        from ckanext.archipel.harvest.runs import slices  # noqa: PLC0415 the web processes need none of it

        harvest_job.status = "Running"
        harvest_job.save()
        slices.work_to_the_end(harvest_job.id, harvest_job.source_id)
        return []

    def fetch_stage(self, harvest_object: HarvestObject) -> bool:
        """Have nothing to fetch: the catalogue's pages hold the whole records."""
        return True

    def import_stage(self, harvest_object: HarvestObject) -> bool:
        """Have the next run write the dataset again, whatever the catalogue then says."""
        where = (record.c.source_id == harvest_object.harvest_source_id, record.c.identifier == harvest_object.guid)
        model.Session.execute(sa.update(record).where(*where).values(fingerprint=""))
        model.Session.commit()
        return True

    def get_original_url(self, harvest_object_id: str) -> str | None:
        """Return the address of a record in its catalogue, when it has one."""
        harvest_object = HarvestObject.get(harvest_object_id)
        if harvest_object is None:
            return None
        where = (record.c.source_id == harvest_object.harvest_source_id, record.c.identifier == harvest_object.guid)
        uri = model.Session.execute(sa.select(record.c.uri).where(*where)).scalar()
        return web_address(str(uri or "")) or web_address(harvest_object.guid)
