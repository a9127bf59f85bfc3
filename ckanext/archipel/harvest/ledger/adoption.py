"""Knows again the datasets that carry the marks of a source but that no row is about."""

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model


def adopt(source_id: str) -> None:
    """Know the datasets that carry the marks of a source: those that stock harvesters, or lost tables, left here."""
    if tk.check_ckan_version(min_version="2.12"):
        marked = (
            "SELECT p.extras->>'guid' AS guid, p.id FROM package p WHERE p.extras->>'harvest_source_id' = :source "
            "AND p.extras->>'guid' <> '' AND p.state = 'active'"
        )
    else:
        marked = (
            "SELECT g.value AS guid, p.id FROM package p "
            "JOIN package_extra s ON s.package_id = p.id AND s.key = 'harvest_source_id' AND s.state = 'active' "
            "JOIN package_extra g ON g.package_id = p.id AND g.key = 'guid' AND g.state = 'active' "
            "WHERE s.value = :source AND g.value <> '' AND p.state = 'active'"
        )
    harvested = (
        "SELECT o.guid, o.package_id FROM harvest_object o JOIN package p ON p.id = o.package_id "
        "WHERE o.harvest_source_id = :source AND o.current AND o.guid <> ''"
    )
    insert = f"""
        INSERT INTO archipel_harvest_record (source_id, identifier, dataset_id, first_seen, last_seen)
        SELECT DISTINCT ON (m.guid) :source, m.guid, m.id, now(), now()
        FROM ({marked} UNION ALL {harvested}) m
        WHERE NOT EXISTS (SELECT 1 FROM archipel_harvest_record r WHERE r.dataset_id = m.id)
        ORDER BY m.guid, m.id
        ON CONFLICT DO NOTHING
    """  # noqa: S608 the pieces are constants
    model.Session.execute(sa.text(insert), {"source": source_id})
