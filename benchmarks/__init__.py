"""Our times against those of the extensions as they come, on the same data and services, in the same run."""
