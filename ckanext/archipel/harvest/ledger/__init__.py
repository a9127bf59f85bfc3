"""What is remembered of sources, records, pages and jobs, and how it is read and written."""
