"""After `ckan archipel uninstall --apply`, a CKAN without us shows and edits every dataset."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories, helpers
from ckanext.harvest.model import HarvestSource
from click.testing import CliRunner
from werkzeug.datastructures import FileStorage

from ckanext.archipel.harvest import SOURCE_TYPE
from tests.portal.conftest import Stock

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]

KEYWORDS = ["Foncier Sol/Occupation du sol", "document d'urbanisme", "forêt", "B"]


def uninstall(*options: str) -> str:
    result = CliRunner().invoke(ckan, ["--config", "test.ini", "archipel", "uninstall", *options])
    assert result.exit_code == 0, result.output
    return str(result.output)


def keywords(name: str) -> set[str]:
    return {tag["name"] for tag in helpers.call_action("package_show", id=name)["tags"]}


def test_a_portal_works_without_us(stock: Stock) -> None:
    user = {"user": factories.Sysadmin()["name"]}
    organization = factories.Organization()
    common = {"owner_org": organization["id"], "license_id": "lov2", "tags": [{"name": name} for name in KEYWORDS]}
    resource = {"url": "https://www.exemple.fr/a.csv", "name": "A", "conforms_to": ["https://www.exemple.fr/schema"]}
    helpers.call_action(
        "package_create",
        context=dict(user),
        name="regional",
        title="Régional",
        territory=["fr:departement:69"],
        contact=[{"name": "Pôle", "email": "pole@exemple.fr"}],
        resources=[resource],
        **common,
    )
    helpers.call_action(
        "package_create",
        context=dict(user),
        name="simple",
        title="Simple",
        owner_org=organization["id"],
        tags=[{"name": "eau"}],
    )
    project = {"type": "projet", "name": "guichet", "title": "Guichet", "notes": "Accueil.", "private": False}
    project |= {"owner_org": organization["id"], "stage": "experimentation", "mode": "incubation"}
    helpers.call_action("package_create", context=dict(user), **project)
    source = helpers.call_action(
        "harvest_source_create",
        context=dict(user),
        name="partenaire",
        title="Partenaire",
        url="https://www.exemple.fr/catalogue.ttl",
        source_type=SOURCE_TYPE,
        owner_org=organization["id"],
    )

    told = uninstall()
    assert "guichet : projet gardé" in told
    assert "Partenaire : source de moissonnage" in told
    assert "regional : mots-clés" in told
    assert "simple" not in told
    assert keywords("regional") == set(KEYWORDS)
    uninstall("--apply", "--delete-projects")
    assert helpers.call_action("package_show", id="guichet")["state"] == "deleted"
    assert not HarvestSource.get(source["id"]).active
    assert keywords("regional") == {"Foncier Sol-Occupation du sol", "document d urbanisme", "forêt", "B."}
    assert "0 changements à faire" in uninstall()

    names = ("regional", "simple")
    # As docs/installation.md says: the index still holds what our schemas made of each dataset.
    stock("activity", {"rebuild": True})
    shown = stock("activity", *({"action": "package_show", "data": {"id": name}} for name in names))
    edits = [{"action": "package_update", "data": {**dataset, "title": "Repris par CKAN"}} for dataset in shown]
    pages = [{"path": f"/dataset/{name}"} for name in names]
    answers = stock("activity", *edits, *pages)
    assert [answer["title"] for answer in answers[:2]] == ["Repris par CKAN"] * 2
    assert answers[2:] == [200, 200]


def test_our_tables_are_emptied() -> None:
    model.Session.execute(sa.text("INSERT INTO archipel_link (url, checked, next_check) VALUES ('u', now(), now())"))
    model.Session.commit()
    assert "archipel_link : table vidée de ses 1 lignes" in uninstall()
    count = sa.text("SELECT count(*) FROM archipel_link")
    assert model.Session.execute(count).scalar_one() == 1
    uninstall("--apply")
    assert model.Session.execute(count).scalar_one() == 0
    assert "archipel_link" not in uninstall()


def test_the_addresses_others_know_files_by_are_kept_and_what_changes_them_is_told(app: Any) -> None:
    dataset = factories.Dataset(name="mesures", owner_org=factories.Organization()["id"])
    user = {"user": factories.Sysadmin()["name"]}
    made = helpers.call_action(
        "resource_create", context=dict(user), package_id=dataset["id"], upload=upload("avant.csv"), url="avant.csv"
    )
    assert "avant.csv" in app.get("/catalog.ttl").body
    assert "avant.csv" not in uninstall()
    helpers.call_action(
        "resource_patch", context=dict(user), id=made["id"], upload=upload("après l'été.csv"), url="après l'été.csv"
    )
    assert "mesures : « avant.csv » sera exporté sous « apres-lete.csv »" in uninstall("--apply")
    assert "avant.csv" in app.get("/catalog.ttl").body


def upload(name: str) -> FileStorage:
    return FileStorage(io.BytesIO(b"a;b\n1;2\n"), name, "upload")
