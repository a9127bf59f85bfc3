"""The words of the pages of harvests for what runs and sources are: states, health, rhythm, outcomes."""

import ckan.plugins.toolkit as tk

from ckanext.archipel.harvest.runs import health, states

__all__ = [
    "archipel_harvest_frequency",
    "archipel_harvest_health",
    "archipel_harvest_outcome",
    "archipel_harvest_state",
]


def archipel_harvest_state(state: str) -> tuple[str, str]:
    """Return the words for the state of a run, and how it is to be coloured."""
    words = {
        states.RUNNING: (tk._("Under way"), "info"),
        states.DONE: (tk._("Harvest finished"), "success"),
        states.INCOMPLETE: (tk._("Incomplete harvest"), "warning"),
        states.FAILED: (tk._("Harvest failed"), "error"),
        states.AWAITING_APPROVAL: (tk._("Awaits your decision"), "warning"),
        states.STOPPED: (tk._("Harvest stopped"), "info"),
    }
    return words[state]


def archipel_harvest_health(of_source: str) -> tuple[str, str]:
    """Return the words for the health of a source, and how it is to be coloured."""
    words = {
        health.WELL: (tk._("All is well"), "success"),
        health.LATE: (tk._("Late"), "warning"),
        health.TROUBLED: (tk._("Incomplete or with errors"), "warning"),
        health.BROKEN: (tk._("Failing"), "error"),
        health.WAITING: (tk._("Awaits your decision"), "warning"),
        health.NEVER: (tk._("Never harvested"), "info"),
    }
    return words[of_source]


def archipel_harvest_frequency(frequency: str) -> str:
    """Return the words for the rhythm of a source."""
    words = {
        "MANUAL": tk._("Only when asked"),
        "ALWAYS": tk._("At each pass of the scheduler"),
        "DAILY": tk._("Every day"),
        "WEEKLY": tk._("Every week"),
        "BIWEEKLY": tk._("Every two weeks"),
        "MONTHLY": tk._("Every month"),
    }
    return words.get(frequency, frequency)


def archipel_harvest_outcome(outcome: str) -> str:
    """Return the words for what became of a record."""
    words = {
        "added": tk._("dataset added"),
        "updated": tk._("dataset changed"),
        "deleted": tk._("dataset archived"),
        "errored": tk._("record refused"),
    }
    return words.get(outcome, outcome)
