"""Has what CKAN's actions change checked again, once it is built."""

from typing import Any

from ckanext.archipel.catalogue.events import CHANGING
from ckanext.archipel.conformity.jobs import request_check


def after_action(sender: str, **_: Any) -> None:
    """Ask for a check when an action may have changed a dataset."""
    if sender in CHANGING:
        request_check()
