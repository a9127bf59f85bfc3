"""Has what CKAN's actions change checked again, once it is built."""

from typing import Any

from ckanext.archipel.catalogue.events import changed
from ckanext.archipel.conformity.jobs import request_check


def after_action(sender: str, **named: Any) -> None:
    """Ask for a check when an action may have changed a dataset."""
    if changed(sender, named.get("context") or {}):
        request_check()
