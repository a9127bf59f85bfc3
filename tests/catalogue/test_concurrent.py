"""Readers page while another process edits, hides and deletes: no error, no lost, no doubled, no hidden dataset."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from ckanext.archipel.catalogue import store

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SITE = "http://test.archipel.example"
EDITING = Path(__file__).with_name("editing.py")
DATASETS = 16


class Reader(threading.Thread):
    """Reads the whole catalogue again and again until told to stop."""

    def __init__(self, app: Any, staying: set[str], gone: set[str]) -> None:
        super().__init__()
        self._app, self._staying, self._gone = app, staying, gone
        self.done = threading.Event()
        self.visits = 0
        self.faults: list[str] = []

    def run(self) -> None:
        """Read, and note what is wrong."""
        while not self.done.is_set() or not self.visits:
            self._visit()
            self.visits += 1
        model.Session.remove()

    def _visit(self) -> None:
        client, path, seen = self._app.flask_app.test_client(), "/catalog.nt", []
        while path:
            already_gone = set(self._gone)
            answer = client.get(path)
            if answer.status_code != 200:
                self.faults.append(f"{path} : {answer.status_code}")
                return
            page = Graph().parse(data=answer.data, format="nt")
            found = {str(uri).rpartition("/")[2] for uri in page.subjects(RDF.type, DCAT.Dataset)}
            self.faults += [f"caché : {name}" for name in found & already_gone]
            seen += found
            [view] = page.subjects(RDF.type, HYDRA.PartialCollectionView)
            path = str(page.value(view, HYDRA.next) or "").removeprefix(SITE)
        self.faults += [f"en double : {name}" for name in seen if seen.count(name) > 1]
        self.faults += [f"perdu : {name}" for name in self._staying - set(seen)]


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 3)
def test_readers_see_no_fault_while_another_process_edits(app: Any, request: pytest.FixtureRequest) -> None:
    store.drop()
    owner = factories.Organization()["id"]
    ids = [factories.Dataset(owner_org=owner)["id"] for _ in range(DATASETS)]
    model.Session.commit()
    gone: set[str] = set()
    readers = [Reader(app, set(ids[::2]), gone) for _ in range(2)]
    command = [sys.executable, str(EDITING), request.config.getoption("--ckan-ini"), json.dumps(ids), "4"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as editor:
        assert editor.stdout
        assert "ready" in editor.stdout.readline()
        for reader in readers:
            reader.start()
        for line in editor.stdout:
            gone.add(line.strip())
    for reader in readers:
        reader.done.set()
    for reader in readers:
        reader.join()
    assert editor.returncode == 0
    assert len(gone) == DATASETS // 2
    assert min(reader.visits for reader in readers) > 1
    assert [fault for reader in readers for fault in reader.faults] == []
