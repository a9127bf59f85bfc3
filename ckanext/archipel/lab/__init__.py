"""The projects of the innovation lab."""

PROJECT_TYPE = "projet"
