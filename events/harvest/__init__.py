"""Events that others keep in their own agendas: fetched, read, placed and followed."""
