"""The door as the portal's configuration sets it."""

import time
from pathlib import Path

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import helpers

from ckanext.archipel.fetch import settings
from ckanext.archipel.fetch.client import Limits, Sent
from ckanext.archipel.fetch.errors import FetchError, HostBusyError, TooLargeError
from ckanext.archipel.fetch.politeness import SharedTurns
from ckanext.archipel.fetch.settings import (
    configured_way,
    download_as_configured,
    fetch_as_configured,
    fetch_while_waiting,
)

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("with_plugins")]


def test_reads_what_the_configuration_allows(server: str, tmp_path: Path) -> None:
    assert fetch_as_configured(f"{server}/page", "*/*").content == b"path=/page"
    assert fetch_as_configured(f"{server}/csw", "*/*", sent=Sent(b"<q/>", "text/xml")).content == b"text/xml: <q/>"
    with (tmp_path / "table").open("w+b") as stream:
        download_as_configured(f"{server}/page", stream, "*/*", Limits())
        assert stream.tell() == len(b"path=/page")


def test_a_person_in_front_of_a_page_waits_a_few_seconds_at_most(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch_while_waiting(f"{server}/page", "*/*").content == b"path=/page"
    monkeypatch.setattr(settings, "PATIENCE_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(FetchError):
        fetch_while_waiting(f"{server}/silent", "*/*")
    assert time.monotonic() - started < 2
    with pytest.raises(TooLargeError):
        fetch_while_waiting(f"{server}/bomb", "*/*")


def test_the_proxy_and_the_pause_come_from_the_configuration() -> None:
    with helpers.changed_config("ckanext.archipel.fetch.proxy", "http://mandataire.exemple.fr:3128"):
        assert configured_way().proxy == "http://mandataire.exemple.fr:3128"
    assert configured_way().proxy == ""


def test_processes_that_share_redis_take_turns() -> None:
    one, other = (SharedTurns(connect_to_redis(), 0.3, 0.1, hold_seconds=5) for _ in range(2))
    with one("exemple.fr"), pytest.raises(HostBusyError), other("exemple.fr"):
        pytest.fail("the turn was given twice")
    ended = time.monotonic()
    patient = SharedTurns(connect_to_redis(), 0, 5, hold_seconds=5)
    with patient("exemple.fr"):
        assert time.monotonic() - ended > 0.2
    with other("exemple.fr"):
        pass
