"""Imports one harvest object and notes how it ended."""

import logging

from ckan import model
from ckanext.harvest.model import HarvestObject

from ckanext.archipel.harvest import store
from ckanext.archipel.harvest.messages import explain
from ckanext.archipel.harvest.writer import WRITE_ERRORS, remove_dataset, write_dataset

log = logging.getLogger(__name__)


def import_object(harvest_object: HarvestObject) -> bool:
    """Write or remove the dataset of a harvest object; a failure is noted on the object and stays with it."""
    object_id, removal = harvest_object.id, store.extra_of(harvest_object, store.STATUS) == "delete"
    status = "deleted" if removal else "updated" if harvest_object.package_id else "added"
    harvest_object.fetch_started = harvest_object.fetch_finished = harvest_object.import_started = store.now()
    harvest_object.state = "IMPORT"
    harvest_object.save()
    try:
        if removal:
            remove_dataset(harvest_object)
        else:
            write_dataset(harvest_object)
    except WRITE_ERRORS as error:
        log.info("Harvest object %s failed", object_id, exc_info=True)
        model.Session.rollback()
        harvest_object = HarvestObject.get(object_id)
        store.object_error(harvest_object, explain(harvest_object.guid, error))
        status = "errored"
    harvest_object.state = "ERROR" if status == "errored" else "COMPLETE"
    harvest_object.report_status = status
    harvest_object.import_finished = store.now()
    harvest_object.save()
    return status != "errored"
