"""Regional open-data portal and public-innovation lab for CKAN."""
