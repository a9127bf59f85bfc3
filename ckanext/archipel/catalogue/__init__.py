"""The RDF pages of the catalogue."""

QUEUE = "archipel-catalogue"
