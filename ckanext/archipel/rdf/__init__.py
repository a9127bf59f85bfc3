"""How a dataset is written in DCAT-AP."""
