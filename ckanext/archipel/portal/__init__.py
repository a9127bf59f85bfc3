"""Administration of a portal: Solr schema, adoption, uninstalling."""
