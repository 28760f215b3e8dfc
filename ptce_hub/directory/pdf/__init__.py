"""A4 pages that the site writes."""
