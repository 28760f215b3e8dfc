"""Words of the index that nobody types: what a record is, whether it shows, which territories it stands in."""


def kind_key(model):
    return f"zk{model._meta.model_name}"


def public_key(model):
    """That of the published records of the noun."""
    return f"zp{model._meta.model_name}"


def territory_key(territory_id):
    """That of the records within the territory."""
    return f"zt{territory_id}"


def with_finer(model):
    """The noun and those that are kinds of it: structures are also networks."""
    return [model, *model.__subclasses__()]


def territories_of(keys):
    """The territories within which the record of these keys stands."""
    return {int(key[2:]) for key in keys.split() if key.startswith("zt")}
