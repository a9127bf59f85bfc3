"""The State design system over CKAN's pages."""
