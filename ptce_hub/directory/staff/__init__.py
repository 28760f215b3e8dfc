"""What the staff work with: the admin of every record, its desk, its rules."""
