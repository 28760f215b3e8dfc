"""The history of every record, the ties that a noun inherits from another included."""

from functools import cache

from simple_history.manager import HistoryDescriptor, HistoryManager
from simple_history.models import HistoricalRecords


class OnceMade(HistoryManager):
    """The package makes a manager class at each look at a history, half a millisecond; each is made once here."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class):
        return super().from_queryset(queryset_class)


class Versions(HistoricalRecords):
    """As the package, which would keep the themes of structures and those of networks in one table.

    ``_history_m2m_fields`` of a noun may name fields of the noun that it inherits from.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, history_manager=OnceMade, **kwargs)

    def get_m2m_fields_from_model(self, model):
        return [field for field in super().get_m2m_fields_from_model(model) if field.model is model]

    def create_history_model(self, model, inherited):
        history = super().create_history_model(model, inherited)
        for field in super().get_m2m_fields_from_model(model):
            if field.model is not model:
                ties = self.create_history_m2m_model(history, field.remote_field.through)
                history._history_m2m_fields.append(field)
                setattr(history, field.name, HistoryDescriptor(ties, OnceMade))
        return history

    def create_history_m2m_model(self, model, through_model):
        self.noun = model.instance_type
        return super().create_history_m2m_model(model, through_model)

    def get_history_model_name(self, model):
        """``HistoricalNetwork_themes`` for ties whose table is the structures'."""
        owner = model._meta.auto_created
        if not owner or owner is self.noun:
            return super().get_history_model_name(model)
        return super().get_history_model_name(model).replace(owner.__name__, self.noun.__name__, 1)

    def create_historical_record_m2ms(self, history_instance, instance):
        for field in history_instance._history_m2m_fields:
            through, kept = field.remote_field.through, vars(type(history_instance))[field.name].model
            names = [column.attname for column in through._meta.fields]
            rows = through._base_manager.filter(**{field.m2m_field_name(): instance.pk}).values(*names)
            kept.objects.bulk_create([kept(history=history_instance, **row) for row in rows])
