"""Gives the RDF of a dataset that fills every field."""

from tests.written import written

__all__ = ["written"]
