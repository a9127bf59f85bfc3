"""Fetches what is pinned but never kept in the repository: the State design system, and the jars of the demo's Solr."""
