"""Runs: one row each, worked off in slices of at most a minute by CKAN's background jobs."""
