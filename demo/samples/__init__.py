"""Sample data of the demo portal: YAML families, a deterministic generator, a loader."""
