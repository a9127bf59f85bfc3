"""The projects of the innovation lab."""
