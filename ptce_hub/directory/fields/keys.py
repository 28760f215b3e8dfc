"""The keys of rows that a form or an address sends."""

LONGEST = 18  # digits, that the column of any database holds


def keys_among(texts):
    """Those of the ``texts`` that may be keys, in their order, each once; whatever else was sent is no row's."""
    likely = (text for text in texts if text.isascii() and text.isdecimal() and len(text) <= LONGEST)
    return list(dict.fromkeys(map(int, likely)))
