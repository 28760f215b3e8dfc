"""The test of one's cooperation, by whoever wants to: no account, no cookie; and what a référent does with it."""
