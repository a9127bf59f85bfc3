"""Checks what changed, some datasets at a time: a check takes too long for a reader or a writer to wait for it."""

import hashlib
import logging
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph

from ckanext.archipel.catalogue.fragments import BAD_VALUES
from ckanext.archipel.catalogue.store import GZIP
from ckanext.archipel.conformity import store
from ckanext.archipel.conformity.check import check, unchecked
from ckanext.archipel.conformity.store import Checked, Fragment
from ckanext.archipel.rdf.strict import keep_to_the_letter

log = logging.getLogger(__name__)
BATCH = 20


def check_unchecked() -> Iterator[int]:
    """Check what was not checked as it is, and yield how many datasets each batch held; what is done stays done."""
    while fragments := store.unchecked(rules_digest(), BATCH):
        before = store.conforms(fragment.dataset_id for fragment in fragments)
        checks = [_checked(fragment) for fragment in fragments]
        store.save(checks)
        # Nobody having checked counts as conforming: only what proves otherwise, or is mended, changes the points.
        _index([c.dataset_id for c in checks if before.get(c.dataset_id, True) != (c.violations == 0)])
        model.Session.remove()
        yield len(checks)
    store.forget_absent()


@lru_cache(maxsize=1)
def rules_digest() -> str:
    """Return a mark that changes with our rules: every dataset is then checked again."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted(
        (*folder.glob("shapes/*.ttl"), folder / "check.py", folder / "rules.py", folder.parent / "rdf" / "strict.py")
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _checked(fragment: Fragment) -> Checked:
    try:
        graph = Graph().parse(data=zlib.decompress(fragment.packed, GZIP), format="nt")
        left_out = keep_to_the_letter(graph)
        return Checked(fragment.dataset_id, fragment.version, tuple(check(graph)), tuple(left_out))
    except (*BAD_VALUES, zlib.error, ReportableRuntimeError) as error:
        log.warning("Conformité non vérifiée : %s", fragment.dataset_id, exc_info=True)
        return Checked(fragment.dataset_id, fragment.version, (unchecked(f"{type(error).__name__} : {error}"),))


def _index(dataset_ids: list[str]) -> None:
    for dataset_id in dataset_ids:
        try:
            search.rebuild(package_ids=[dataset_id], defer_commit=True)
        except (tk.ObjectNotFound, search.SearchIndexError):  # noqa: PERF203 - each dataset fails alone
            log.warning("Jeu de données non réindexé : %s", dataset_id, exc_info=True)
    if dataset_ids:
        search.commit()
