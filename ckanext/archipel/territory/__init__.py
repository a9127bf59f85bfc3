"""Territories of the region and how to look them up."""
