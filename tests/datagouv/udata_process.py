"""The real software of data.gouv.fr, udata, in a process of its own: harvests a file, or serves its API.

Run by a Python that has `udata==17.18.0` and `mongomock==4.3.0`, never by the tests' own:
`udata_process.py harvest FILE` prints what was stored as JSON; `udata_process.py serve PORT` prints one line of JSON
(address, key, organization), then answers until it is killed.
"""

import argparse
import contextlib
import json
import logging
import os
import sys
import tempfile
import threading
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# The licences of www.data.gouv.fr: identifier, title, address, other titles, other addresses.
LICENCES = [
    ("cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by", [], []),
    ("cc-by-sa", "Creative Commons Attribution Share-Alike", "http://www.opendefinition.org/licenses/cc-by-sa", [], []),
    ("cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero", [], []),
    (
        "fr-lo",
        "Licence Ouverte / Open Licence",
        "https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf",
        ["LO/OL"],
        ["https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Open_Licence.pdf"],
    ),
    (
        "lov2",
        "Licence Ouverte / Open Licence version 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        ["License Etalab v2.0", "License Ouverte", "Licence Ouverte v2.0", "Licence Ouverte version 2.0", "etalab-2.0"],
        ["https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"],
    ),
    ("notspecified", "License Not Specified", None, [], []),
    ("odc-by", "Open Data Commons Attribution License", "http://opendatacommons.org/licenses/by/summary/", [], []),
    (
        "odc-odbl",
        "Open Data Commons Open Database License (ODbL)",
        "http://opendatacommons.org/licenses/odbl/summary/",
        ["Open Database License (ODbL) 1.0", "Open Database License"],
        ["https://opendefinition.org/licenses/odc-odbl"],
    ),
    (
        "odc-pddl",
        "Open Data Commons Public Domain Dedication and Licence (PDDL)",
        "http://opendatacommons.org/licenses/pddl/summary/",
        [],
        [],
    ),
    ("other-at", "Other (Attribution)", None, [], []),
    ("other-open", "Other (Open)", None, [], []),
    ("other-pd", "Other (Public Domain)", None, [], []),
]
SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/subventions"
SCHEMAS = {
    "schemas": [
        {
            "name": "scdl/subventions",
            "schema_type": "tableschema",
            "schema_url": f"{SCHEMA}/latest/schema.json",
            "versions": [
                {"version_name": version, "schema_url": f"{SCHEMA}/{version}/schema.json"}
                for version in ("2.0.0", "2.1.0")
            ],
        }
    ]
}
TYPES = {".ttl": "text/turtle", ".xml": "application/rdf+xml", ".jsonld": "application/ld+json"}


def serve_files(catalogue: Path | None) -> str:
    """Serve a catalogue and the list of table schemas on a free port of this machine; return the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/schemas.json":
                body, kind = json.dumps(SCHEMAS).encode(), "application/json"
            elif catalogue and self.path == f"/{catalogue.name}":
                body, kind = catalogue.read_bytes(), TYPES[catalogue.suffix]
            else:
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)
            return None

        do_HEAD = do_GET  # noqa: N815 - the server looks for this name

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def make_app(files: str, port: int = 0) -> Any:
    """Return udata with the settings of data.gouv.fr, on a database in memory."""
    import mongomock
    from udata import settings, uris
    from udata.app import create_app, standalone

    public = f"http://127.0.0.1:{port}" if port else "https://www.data.gouv.fr"

    class Settings:
        MONGODB_HOST = "mongodb://localhost:27017/udata"
        MONGODB_SETTINGS = {  # noqa: RUF012 - a class is what udata reads its settings from
            "host": MONGODB_HOST,
            "mongo_client_class": mongomock.MongoClient,
            "uuidRepresentation": "pythonLegacy",
        }
        SECRET_KEY = API_TOKEN_SECRET = "test"
        SERVER_NAME = public.partition("//")[2]
        PREFERRED_URL_SCHEME = public.partition(":")[0]
        CDATA_BASE_URL = public
        SITE_ID = "www.data.gouv.fr"
        SITE_TITLE = "data.gouv.fr"
        DEFAULT_LANGUAGE = "fr"
        HARVESTER_BACKENDS = ("*",)
        SCHEMA_CATALOG_URL = f"{files}/schemas.json"
        SEND_MAIL = AUTO_INDEX = PUBLISH_ON_RESOURCE_EVENTS = WTF_CSRF_ENABLED = False
        ELASTICSEARCH_URL = None
        CACHE_TYPE = "flask_caching.backends.SimpleCache"
        CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
        BROKER_TRANSPORT = "memory"
        # The catalogue is on this machine; what it says is still held to the rules of data.gouv.fr, below.
        URLS_ALLOW_LOCAL = URLS_ALLOW_PRIVATE = True
        URLS_RESOLVE_HOSTNAME = False
        SPAM_WORDS = ()
        FS_ROOT = tempfile.mkdtemp(prefix="udata-")
        SECURITY_EMAIL_VALIDATOR_ARGS = {"check_deliverability": False}  # noqa: RUF012

    validate = uris.validate

    def validate_strictly(url: str, *args: Any, **options: Any) -> str:
        strict = {} if url.strip().startswith("http://127.0.0.1:") else {"local": False, "private": False}
        return str(validate(url, *args, **{**strict, **options}))

    uris.validate = validate_strictly
    app = create_app(settings.Defaults, override=Settings)
    standalone(app)
    app.logger.handlers = [logging.NullHandler()]
    app.logger.propagate = False
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    return app


def fill() -> Any:
    """Create the licences and an organization; return it."""
    from udata.core.dataset.models import License
    from udata.core.organization.models import Organization

    for identifier, title, url, titles, urls in LICENCES:
        License(id=identifier, title=title, url=url, alternate_titles=titles, alternate_urls=urls, active=True).save()
    return Organization(name="Préfecture de région", description="Essai").save()


def harvest(url: str, organization: Any) -> dict[str, Any]:
    """Harvest a catalogue as data.gouv.fr does; return what became of each dataset and what was stored."""
    from udata.harvest.backends import get_backend
    from udata.harvest.models import HarvestSource

    source = HarvestSource(name="essai", url=url, backend="dcat", organization=organization).save()
    backend = get_backend("dcat")(source)
    # It saves its job, and all its items, at each item: a database in memory takes a minute over it.
    backend.save_job = lambda: None
    job = backend.harvest()
    datasets = {item.remote_id: stored(item.dataset) | {"service": None} for item in job.items if item.dataset}
    for service in (item.dataservice for item in job.items if item.dataservice):
        for dataset in service.datasets:
            datasets[dataset.harvest.remote_id]["service"] = [service.title, service.base_api_url]
    items = {item.remote_id: [item.status, *(error.message for error in item.errors)] for item in job.items}
    return {
        "status": job.status,
        "errors": [error.message for error in job.errors],
        "items": items,
        "datasets": datasets,
    }


def stored(dataset: Any) -> dict[str, Any]:
    """Return what the database holds of a dataset."""
    dataset = dataset.__class__.objects.get(id=dataset.id)
    geometry = dataset.spatial.geom if dataset.spatial else None
    period = dataset.temporal_coverage
    quality = dataset.quality
    people = [(c.role, c.name, c.email, c.contact_form) for c in dataset.contact_points]
    found: dict[str, Any] = plain(
        {
            "title": dataset.title,
            "description": dataset.description,
            "tags": sorted(dataset.tags),
            "licence": dataset.license.id if dataset.license else None,
            "access": dataset.access_type,
            "resolution": (dataset.extras.get("dcat") or {}).get("spatial_resolution"),
            "provenance": "\n".join((dataset.extras.get("dcat") or {}).get("provenance", [])) or None,
            "frequency": dataset.frequency.value if dataset.frequency else None,
            "period": [period.start, period.end] if period else None,
            "polygons": len(geometry["coordinates"]) if geometry else 0,
            "schema": schema(dataset),
            "people": sorted(people, key=str),
            "issued": dataset.harvest.issued_at,
            "modified": dataset.harvest.modified_at,
            "address": dataset.harvest.remote_url,
            "resources": sorted(
                (resource(r) for r in dataset.resources), key=lambda each: (each["url"], each["title"])
            ),
        }
    )
    return found | {
        "score": round(quality["score"] * 9),
        "quality": {key: bool(value) for key, value in quality.items()},
    }


def resource(stored: Any) -> dict[str, Any]:
    """Return what the database holds of a file."""
    return {
        "url": stored.url,
        "title": stored.title,
        "description": stored.description or "",
        "type": stored.type,
        "format": stored.format,
        "mime": stored.mime,
        "size": stored.filesize,
        "checksum": f"{stored.checksum.type}:{stored.checksum.value}" if stored.checksum else None,
        "schema": schema(stored),
        "issued": stored.harvest.issued_at,
        "modified": stored.harvest.modified_at,
    }


def schema(stored: Any) -> str | None:
    """Return the table schema of a dataset or a file: its name and version, or else its address."""
    known = stored.schema
    if not known:
        return None
    return str(known.url) if known.url else " ".join(filter(None, (known.name, known.version)))


def plain(value: Any) -> Any:
    """Make a value of the database one of JSON."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def serve(app: Any, organization: Any, port: int) -> None:
    """Answer the API of data.gouv.fr; an administrator's key is told on the first line."""
    from udata.core.api_token.models import ApiToken
    from udata.core.organization.models import Member
    from udata.core.user.factories import AdminFactory, UserFactory

    administrator, stranger = AdminFactory(email="a@example.org"), UserFactory(email="b@example.org")
    organization.members.append(Member(user=administrator, role="admin"))
    organization.save()
    keys = {"key": ApiToken.generate(administrator)[1], "stranger": ApiToken.generate(stranger)[1]}
    told = {"url": f"http://127.0.0.1:{port}", "organization": str(organization.id), **keys}
    print(json.dumps(told), flush=True)
    with contextlib.redirect_stdout(sys.stderr):
        app.run(host="127.0.0.1", port=port, threaded=True, use_reloader=False)


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["harvest", "serve"])
    parser.add_argument("what", help="a file to harvest, or a port")
    asked = parser.parse_args()
    os.environ["UDATA_SETTINGS"] = "/nonexistent"
    os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "true")
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]  # udata refuses to go through one
    catalogue = Path(asked.what) if asked.act == "harvest" else None
    files = serve_files(catalogue)
    app = make_app(files, 0 if catalogue else int(asked.what))
    with app.app_context():
        with app.test_request_context("/"):
            organization = fill()
            if catalogue:
                print(json.dumps(harvest(f"{files}/{catalogue.name}", organization), ensure_ascii=False))
        if not catalogue:
            serve(app, organization, int(asked.what))


if __name__ == "__main__":
    main()
