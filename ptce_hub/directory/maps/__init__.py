"""Where records stand, drawn by the server."""
