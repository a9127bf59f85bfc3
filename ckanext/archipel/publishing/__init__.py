"""Publishing a dataset step by step: form pages, files, last check, end page, new editions."""
