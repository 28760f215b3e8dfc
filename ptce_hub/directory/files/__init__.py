"""The same records in the formats of whoever uses them again."""
