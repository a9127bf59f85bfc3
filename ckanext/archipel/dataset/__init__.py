"""What a dataset is for the portal: field rules, licences, keywords."""
