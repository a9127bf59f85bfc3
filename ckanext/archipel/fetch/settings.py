"""The limits and networks an administrator set."""

import ckan.plugins.toolkit as tk

from ckanext.archipel.fetch.address import Network, parse_networks
from ckanext.archipel.fetch.client import Document, Limits, fetch


def configured_limits() -> Limits:
    """Return the limits set in the configuration."""
    return Limits(
        connect_seconds=tk.config["ckanext.archipel.fetch.connect_timeout"],
        read_seconds=tk.config["ckanext.archipel.fetch.read_timeout"],
        total_seconds=tk.config["ckanext.archipel.fetch.total_timeout"],
        max_bytes=tk.config["ckanext.archipel.fetch.max_megabytes"] * 1_000_000,
    )


def configured_networks() -> tuple[Network, ...]:
    """Return the private networks the administrator allows."""
    return parse_networks(tk.config["ckanext.archipel.fetch.allowed_networks"])


def fetch_as_configured(url: str, accept: str) -> Document:
    """Read a document within the limits of the configuration."""
    return fetch(url, accept, configured_limits(), configured_networks())
