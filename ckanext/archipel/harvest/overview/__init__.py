"""How harvests go: all sources at a glance, one source, one run."""
