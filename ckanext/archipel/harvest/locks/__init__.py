"""Fields corrected here that the next harvests leave as they are."""
