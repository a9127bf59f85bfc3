"""What awaits a publisher: drafts, promised updates, broken links, tables with errors, what is missing."""
