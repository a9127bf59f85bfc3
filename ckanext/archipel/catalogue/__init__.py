"""The RDF pages of the catalogue."""
