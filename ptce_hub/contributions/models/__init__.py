"""What the public proposes, what the people in charge of records answer, and the staff's queue."""
