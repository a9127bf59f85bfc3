"""Runs inside one portal, ours or stock: harvests a catalogue twice, prints what each time cost as JSON."""

import argparse
import json
import os
import resource
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib.jobs import get_queue
from ckan.plugins import toolkit as tk
from rq import SimpleWorker

STOCK_TYPE, OUR_TYPE, OUR_QUEUE = "dcat_rdf", "archipel", "archipel-harvest"


def harvest(source_ids: list[str], workers: int, *, stock: bool) -> None:
    """Do a run of each source as that portal does: its queue and workers for ours, its consumers for stock."""
    jobs = [_act("harvest_job_create", source_id=source_id, run=not stock)["id"] for source_id in source_ids]
    if stock:
        _as_stock(jobs, workers)
    elif workers == 1:
        _work()
    else:
        _in_children([_work] * workers)
    states = {_act("harvest_job_show", id=job)["status"] for job in jobs}
    if states != {"Finished"}:
        raise RuntimeError(f"moissonnages non finis : {states}")


def _as_stock(job_ids: list[str], consumers: int) -> None:
    """Gather, then share the objects between consumers, which take them one by one as from their queue."""
    from ckanext.harvest import queue  # noqa: PLC0415 not in every portal
    from ckanext.harvest.model import HarvestJob  # noqa: PLC0415

    for job_id in job_ids:
        job = HarvestJob.get(job_id)
        job.status = "Running"
        job.save()
        object_ids = queue.gather_stage(queue.get_harvester(STOCK_TYPE), job)
        if consumers == 1:
            _consume(object_ids)
        else:
            _in_children([partial(_consume, object_ids[number::consumers]) for number in range(consumers)])
        _act("harvest_jobs_run", source_id=HarvestJob.get(job_id).source_id)


def _consume(object_ids: list[str]) -> None:
    from ckanext.harvest import queue  # noqa: PLC0415 not in every portal
    from ckanext.harvest.model import HarvestObject  # noqa: PLC0415

    harvester = queue.get_harvester(STOCK_TYPE)
    for object_id in object_ids:
        queue.fetch_and_import_stages(harvester, HarvestObject.get(object_id))
        model.Session.remove()


def _work() -> None:
    queue = get_queue(OUR_QUEUE)
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")


def _in_children(tasks: list[Callable[[], None]]) -> None:
    model.Session.remove()
    model.meta.engine.dispose()
    children = []
    for task in tasks:
        child = os.fork()
        if not child:
            task()
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise RuntimeError("un ouvrier a échoué")


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
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--stock", action="store_true", help="le moissonnage d'origine")
    parser.add_argument("--once", action="store_true", help="sans le second moissonnage")
    arguments = parser.parse_args()
    app = make_app(load_config(arguments.ini))._wsgi_app
    with app.test_request_context():
        # A source of ours is one worker's at a time; stock consumers share the objects of one.
        sources = 1 if arguments.stock else arguments.workers
        step = -(-arguments.size // sources)
        owner = _act("organization_list")[0]
        kind = STOCK_TYPE if arguments.stock else OUR_TYPE
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
            turns = ("first",) if arguments.once else ("first", "again")
            times = {turn: _measured(lambda: harvest(ids, arguments.workers, stock=arguments.stock)) for turn in turns}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        finally:
            for source_id in ids:
                _act("harvest_source_clear", id=source_id)
                _act("harvest_source_delete", id=source_id)
    print(json.dumps({**times, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main()
