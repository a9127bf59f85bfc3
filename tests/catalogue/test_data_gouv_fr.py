"""The catalogue goes through the real harvester of data.gouv.fr, where it is installed."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories


@pytest.mark.ckan
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
def test_data_gouv_fr_takes_the_whole_catalogue(app: Any, shared: Path, tmp_path: Path) -> None:
    python, probe = Path(os.environ.get("UDATA_PYTHON", "")), shared / "tools" / "udata_probe.py"
    if not python.is_file() or not probe.is_file():
        pytest.skip("le moissonneur de data.gouv.fr n'est pas installé (variable UDATA_PYTHON : un Python avec udata)")
    factories.Dataset(
        owner_org=factories.Organization()["id"],
        title="Accidents corporels",
        license_id="lov2",
        territory=["fr:departement:69"],
        temporal_coverage=[{"start": "2019", "end": "2021-02"}],
        resources=[
            {"url": "https://a.fr/a.csv", "format": "CSV", "size": 12, "hash": "a" * 64, "name": "Données"},
            {"url": "http://serveur.intranet/b.csv", "format": "CSV"},
        ],
    )
    catalogue = tmp_path / "catalog.ttl"
    catalogue.write_bytes(app.get("/catalog.ttl").data)
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    command = [str(python), str(probe), str(catalogue), "--engine", "mongomock", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    report = json.loads(done.stdout)
    assert report["job"]["status"] == "done", report
    [dataset] = report["datasets"]
    assert dataset["license"] == "lov2"
    assert dataset["temporal_coverage"] == {"start": "2019-01-01", "end": "2021-02-28"}
    assert dataset["spatial"]["geom"]["polygons"] == 1
    [resource] = dataset["resources"]
    assert (resource["format"], resource["mime"], resource["filesize"]) == ("csv", "text/csv", 12)
    assert resource["checksum"] == "sha256:" + "a" * 64
