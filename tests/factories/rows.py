"""What every factory of rows shares."""

from factory.django import DjangoModelFactory

from ptce_hub.directory.search.indexing import indexed_together


class RowFactory(DjangoModelFactory):
    """A row, with all that it needs, is searched as soon as it is made: indexed at once, not at each tie."""

    class Meta:
        abstract = True

    @classmethod
    def create(cls, **kwargs):
        with indexed_together():
            return super().create(**kwargs)

    @classmethod
    def create_batch(cls, size, **kwargs):
        with indexed_together():
            return super().create_batch(size, **kwargs)
