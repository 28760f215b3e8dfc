"""A list of records: what narrows it, what it counts, what it shows around its rows."""
