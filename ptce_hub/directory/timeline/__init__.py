"""What happened, in order: as a list, and as a drawing."""
