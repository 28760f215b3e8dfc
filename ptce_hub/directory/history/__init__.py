"""What was, who changed it and why; how it comes back; what pages show of a past date."""
