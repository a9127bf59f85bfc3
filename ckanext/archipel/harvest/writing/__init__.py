"""Writes harvested datasets through CKAN's own actions, so that every rule and every other plugin applies."""
