"""The one door to the outside: guarded HTTP requests."""
