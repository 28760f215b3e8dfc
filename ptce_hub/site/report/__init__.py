"""The report of a territory over a period, to read, to print or to hand over: one content, a page and a PDF."""
