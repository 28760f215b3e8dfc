"""Finding records by words: one normaliser, one table of tokens, the same hits on SQLite and on PostgreSQL.

``words`` makes tokens of text, ``questions`` reads what is typed, ``models`` holds the tables, ``indexing`` keeps them
true to the records, ``excerpts`` shows why a record answers.
"""
