"""The tests; a package, so that nobody else's `tests` is imported in its place."""
