"""One body, two records: who may be the same (``finding``), and making one of them (``merging``, ``undoing``)."""
