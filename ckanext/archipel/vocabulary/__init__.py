"""Code lists of the portal: URIs with French and English labels."""
