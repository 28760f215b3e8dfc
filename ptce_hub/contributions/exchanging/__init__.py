"""Needs and what is shared: published by the public, prolonged or closed by a secret link, told to who answers."""
