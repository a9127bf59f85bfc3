"""Runs inside one portal, ours or stock: harvests a catalogue twice, prints what each time cost as JSON."""

import argparse
import json
import os
import resource
import time
import uuid
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib.jobs import get_queue
from ckan.plugins import toolkit as tk
from rq import SimpleWorker

STOCK_TYPE, OUR_TYPE, OUR_QUEUE = "dcat_rdf", "archipel", "archipel-harvest"


def harvest(source_ids: list[str], workers: int) -> None:
    """Do a run of each source as that portal does: its queue and workers for ours, one consumer for stock."""
    jobs = [_act("harvest_job_create", source_id=source_id, run=workers > 0)["id"] for source_id in source_ids]
    if not workers:
        _as_stock(jobs)
    elif workers == 1:
        _work()
    else:
        _in_children(workers)
    states = {_act("harvest_job_show", id=job)["status"] for job in jobs}
    if states != {"Finished"}:
        raise RuntimeError(f"moissonnages non finis : {states}")


def _as_stock(job_ids: list[str]) -> None:
    from ckanext.harvest import queue  # noqa: PLC0415 not in every portal
    from ckanext.harvest.model import HarvestJob, HarvestObject  # noqa: PLC0415

    for job_id in job_ids:
        job = HarvestJob.get(job_id)
        job.status = "Running"
        job.save()
        harvester = queue.get_harvester(STOCK_TYPE)
        for object_id in queue.gather_stage(harvester, job):
            queue.fetch_and_import_stages(harvester, HarvestObject.get(object_id))
            model.Session.remove()
        _act("harvest_jobs_run", source_id=HarvestJob.get(job_id).source_id)


def _work() -> None:
    queue = get_queue(OUR_QUEUE)
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")


def _in_children(workers: int) -> None:
    model.Session.remove()
    model.meta.engine.dispose()
    children = []
    for _worker in range(workers):
        child = os.fork()
        if not child:
            _work()
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def _act(action: str, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def _measured(act: Callable[[], object]) -> dict[str, float]:
    def cpu() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    wall, used = time.monotonic(), cpu()
    act()
    return {"seconds": time.monotonic() - wall, "cpu": cpu() - used}


def main() -> None:
    """Read the arguments, harvest twice, print, leave the portal as it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ini")
    parser.add_argument("url")
    parser.add_argument("size", type=int)
    parser.add_argument("--workers", type=int, default=0, help="0 : le moissonnage d'origine")
    arguments = parser.parse_args()
    app = make_app(load_config(arguments.ini))._wsgi_app
    with app.test_request_context():
        sources = max(1, arguments.workers)
        step = -(-arguments.size // sources)
        owner = _act("organization_list")[0]
        kind = OUR_TYPE if arguments.workers else STOCK_TYPE
        ids = [
            _act(
                "harvest_source_create",
                name=f"mesure-{uuid.uuid4().hex}",
                title="Mesure",
                url=f"{arguments.url}?from={start}&to={min(start + step, arguments.size)}",
                source_type=kind,
                owner_org=owner,
            )["id"]
            for start in range(0, arguments.size, step)
        ]
        try:
            times = {name: _measured(lambda: harvest(ids, arguments.workers)) for name in ("first", "again")}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        finally:
            for source_id in ids:
                _act("harvest_source_clear", id=source_id)
                _act("harvest_source_delete", id=source_id)
    print(json.dumps({**times, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main()
