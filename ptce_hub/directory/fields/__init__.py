"""What a field of a record may hold: dates, numbers, lines, and what the database refuses."""
