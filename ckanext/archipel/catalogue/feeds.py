"""The feeds of the catalogue: everything, an organization's datasets, a group's; what each says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import pyoxigraph as ox
from ckan import model
from ckanext.dcat.utils import catalog_uri

from ckanext.archipel.catalogue.fragments import Fragment, Fragments
from ckanext.archipel.catalogue.known import remember, title_of
from ckanext.archipel.catalogue.store import EVERYTHING, Scope
from ckanext.archipel.organization.themes import of_theme, theme_of, theme_pattern

DCT = "http://purl.org/dc/terms/"
TITLE, DESCRIPTION, MODIFIED = (ox.NamedNode(DCT + name) for name in ("title", "description", "modified"))
DATE_TIME = ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
IN_GROUP = """EXISTS (
    SELECT 1 FROM member m
    WHERE m.table_id = p.id AND m.table_name = 'package' AND m.state = 'active' AND m.group_id = :group_id)"""
# Datasets that data.gouv.fr gets from somebody else: sent by us too, each would be there twice.
ELSEWHERE = r"""EXISTS (
    SELECT 1 FROM harvest_object h JOIN harvest_source s ON s.id = h.harvest_source_id
    WHERE h.package_id = p.id AND h.current
    AND (s.url ~* '^https?://(www\.)?data\.gouv\.fr(/|$)' OR s.config ~ '"on_data_gouv_fr"\s*:\s*true'))"""
_catalogues: dict[str, Fragment] = {}


@dataclass(frozen=True)
class Feed:
    """A catalogue: which datasets it holds (`filters` are Solr's), its address and name when not the site's."""

    scope: Scope = EVERYTHING
    filters: tuple[str, ...] = ()
    path: str = ""
    title: str = ""

    def triples(self, fragments: Fragments, settings: str, latest: datetime | None) -> Iterator[ox.Triple]:
        """Yield what the feed says of itself; `latest` is when one of its datasets last changed."""
        site = _catalogue(fragments, settings)
        uri = self.uri(site)
        for triple in site.triples:
            if triple.subject != site.uri:
                yield triple
            elif triple.predicate != MODIFIED and not (self.title and triple.predicate in (TITLE, DESCRIPTION)):
                yield ox.Triple(uri, triple.predicate, triple.object)
        if self.title:
            yield from (ox.Triple(uri, predicate, ox.Literal(self.title)) for predicate in (TITLE, DESCRIPTION))
        if latest:
            yield ox.Triple(uri, MODIFIED, ox.Literal(f"{latest.isoformat()}Z", datatype=DATE_TIME))

    def uri(self, site: Fragment) -> ox.NamedNode:
        """Return the URI of the feed's catalogue."""
        return ox.NamedNode(f"{catalog_uri().rstrip('/')}{self.path}") if self.path else site.uri

    def identity(self, fragments: Fragments, settings: str) -> ox.NamedNode:
        """Return the URI of the feed's catalogue, without what it says of itself."""
        return self.uri(_catalogue(fragments, settings))


def organization_feed(name_or_id: str) -> Feed:
    """Return the feed of an organization, made for its own source on data.gouv.fr.

    One that was renamed, merged into another, deleted or even purged still answers at its id.
    """
    group = _found(name_or_id, is_organization=True)
    if group is not None:
        remember(group.id, group.display_name)
        return _feed_of_organization(group.id, group.display_name)
    title = title_of(name_or_id)
    if title is None:
        raise tk.ObjectNotFound
    return _feed_of_organization(name_or_id, title)


def group_feed(name_or_id: str) -> Feed:
    """Return the feed of a group."""
    group = _found(name_or_id, is_organization=False)
    if group is None:
        raise tk.ObjectNotFound
    condition, theme = IN_GROUP, theme_of(group)
    if theme:
        # The datasets of a theme are shown in its group without being its members.
        condition = f"({IN_GROUP} OR {of_theme()})"
    scope = EVERYTHING.narrowed(condition, group_id=group.id, theme=theme_pattern(theme))
    return Feed(scope, (f"+groups:{group.name}",), f"/group/{group.id}", group.display_name)


def _feed_of_organization(identifier: str, title: str) -> Feed:
    scope = own_datasets().narrowed("p.owner_org = :group_id", group_id=identifier)
    return Feed(scope, (f"+owner_org:{identifier}",), f"/organization/{identifier}", title)


def own_datasets() -> Scope:
    """Return the datasets that data.gouv.fr is to get from this portal."""
    return EVERYTHING.narrowed(f"NOT {ELSEWHERE}") if p.plugin_loaded("harvest") else EVERYTHING


def _found(name_or_id: str, *, is_organization: bool) -> model.Group | None:
    group = model.Group.get(name_or_id)
    return group if group is not None and bool(group.is_organization) == is_organization else None


def _catalogue(fragments: Fragments, settings: str) -> Fragment:
    if settings not in _catalogues:
        _catalogues.clear()  # the settings have changed
        _catalogues[settings] = fragments.of_catalogue()
    return _catalogues[settings]
