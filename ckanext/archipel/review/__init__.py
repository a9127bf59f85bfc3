"""A second person's agreement before publication, where an organization requires it."""
