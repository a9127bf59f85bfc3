"""Fixtures shared by every test."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.shared_portal"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_migrated: list[str] = []

# The suite tries the same examples at every run, however slow the machine; `HYPOTHESIS_PROFILE=explore` looks for more.
settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", parent=settings.get_profile("suite"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture
def shared() -> Path:
    """The folder of recorded payloads and reference data beside the checkout; skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip("le dossier ../shared n'est pas là")
    return SHARED


@pytest.fixture
def clean_db(reset_db: Callable[[], None], migrate_db_for: Callable[[str], None]) -> None:
    """CKAN's own fixture, with the tables of the extensions, which it leaves out."""
    reset_db()
    if not _migrated:
        for plugin in ("activity", "archipel", "harvest"):
            migrate_db_for(plugin)
        _migrated.append("done")
        _wake_loggers()


@pytest.fixture(autouse=True)
def awake_loggers() -> None:
    """Let each test read the logs, whatever commands an earlier one ran."""
    _wake_loggers()


def _wake_loggers() -> None:
    """Undo what the logging configuration of migrations and commands does: it silences every logger that exists."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False
