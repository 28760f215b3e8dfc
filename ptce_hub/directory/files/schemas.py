"""Table Schema (Data Package 2.0) of a noun's CSV, from the very columns that write it."""

TYPES = {
    "text": {"type": "string"},
    "page": {"type": "string", "format": "uri"},
    "uri": {"type": "string", "format": "uri"},
    "list": {"type": "list", "delimiter": "|"},
    "partial date": {"type": "string", "constraints": {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}},
    "datetime": {"type": "datetime", "format": "default"},
    "date": {"type": "date", "format": "default"},
    "time": {"type": "time", "format": "default"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
}


def table_schema(columns, name, title):
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": name,
        "title": title,
        "fields": [schema_field(name, column, ties) for name, column, ties in columns.flat],
        "primaryKey": ["identifiant"],
        "missingValues": [""],
    }


def schema_field(name, column, ties):
    """How to read one column. One of several tied rows is a list, each value at the rank of its row."""
    known = "; ".join(f"{code} = {label}" for code, label in column.values.items() if code != label)
    notes = [column.help, f"Valeurs : {known}." if known else ""]
    kind = TYPES[column.kind]
    if ties:
        first = f"{ties.name}_{ties.columns[0].name}"
        notes.append(f"Plusieurs valeurs, séparées par « | », dans l’ordre de {first} ; vide si inconnue.")
        kind = TYPES["list"]
    elif column.kind == "partial date":
        notes.append("Année, mois ou jour, selon ce que donne la source : 2021, 2021-12 ou 2021-12-14.")
    elif column.values:
        kind = kind | {"constraints": {"enum": list(column.values)}}
    title = f"{ties.label} – {column.label}" if ties and ties.label not in column.label else column.label
    description = " ".join(note for note in notes if note)
    return {"name": name, "title": title, **({"description": description} if description else {}), **kind}
