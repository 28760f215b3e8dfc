"""The test of one's cooperation with the grid: its questions, what the answers say, drawn and written."""
