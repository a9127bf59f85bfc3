"""Scheming schemas and presets of the portal, importable as `ckanext.archipel.schemas`."""
