"""Who cooperates with whom: the graph of what is published, its pages, its drawings, its files."""
