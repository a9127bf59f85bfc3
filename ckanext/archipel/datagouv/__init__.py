"""What data.gouv.fr keeps of a dataset."""
