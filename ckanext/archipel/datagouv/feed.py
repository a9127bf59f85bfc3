"""The feed of an organization: where data.gouv.fr reads it, and the public datasets it leaves out."""

from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.dcat.utils import catalog_uri

from ckanext.archipel.catalogue.feeds import organization_feed
from ckanext.archipel.catalogue.store import PUBLIC
from ckanext.archipel.datagouv.registration import Feed
from ckanext.archipel.rdf.fields import field

Json = dict[str, Any]


def organization_of(name_or_id: str) -> Json:
    """Return an organization with its fields."""
    shown: Json = tk.get_action("organization_show")({"ignore_auth": True}, {"id": name_or_id})
    return shown


def datagouv_id(organization: Json) -> str:
    """Return an organization's id on data.gouv.fr, or the end of its page's address; empty when it says none."""
    written = str(field(organization, "datagouv_id") or "").strip()
    return urlsplit(written).path.rstrip("/").rpartition("/")[2] if written else ""


def feed_of(organization: Json, extension: str) -> Feed:
    """Return the feed to register: by id, since an organization may change its name."""
    return Feed(f"{catalog_uri().rstrip('/')}/organization/{organization['id']}/catalog", extension)


def left_out(organization_id: str) -> list[str]:
    """Name the public datasets that the feed leaves out, because data.gouv.fr receives them another way."""
    scope = organization_feed(organization_id).scope
    query = f"""
        SELECT coalesce(nullif(p.title, ''), p.name) FROM package p
        WHERE {PUBLIC} AND p.owner_org = :organization_id
          AND p.id NOT IN (SELECT p.id FROM package p WHERE {PUBLIC} AND {scope.condition})
        ORDER BY 1"""  # noqa: S608 - the conditions are constants of ours; values are bound
    bound = {**scope.parameters, "organization_id": organization_id}
    return list(model.Session.execute(sa.text(query), bound).scalars())
