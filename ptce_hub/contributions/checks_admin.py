"""The référent of a record, beside it in the admin, for whoever may change that record."""

from django import forms
from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.contrib.contenttypes.models import ContentType

from ptce_hub.contributions.models import CheckQuestion, Referent
from ptce_hub.directory.rights import may


class ReferentForm(forms.ModelForm):
    changing = forms.MultipleChoiceField(
        label="ce qui change souvent",
        choices=Referent.Changing,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Referent._meta.get_field("changing").help_text,
    )

    class Meta:
        model = Referent
        fields = ["email", "consent_on", "consent_how", "changing", "takes_messages", "is_active"]

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk:
            return cleaned
        if "email" in self.changed_data and "consent_on" not in self.changed_data:
            self.add_error("consent_on", "Une autre adresse demande un nouvel accord : datez-le.")
        stopped = self.instance.stopped_on
        consent = cleaned.get("consent_on")
        if stopped and cleaned.get("is_active") and consent and consent <= stopped:
            self.add_error(
                "consent_on",
                f"Cette personne a demandé l'arrêt le {stopped:%d/%m/%Y} : il faut un accord donné depuis.",
            )
        return cleaned

    def save(self, commit=True):
        if self.instance.is_active:
            self.instance.stopped_on = None
        if self.instance.pk and "email" in self.changed_data:
            self.instance.asked_on = None
            CheckQuestion.objects.filter(referent=self.instance, answer="").delete()
        return super().save(commit)


class ReferentFormSet(BaseGenericInlineFormSet):
    def clean(self):
        super().clean()
        new = [form for form in self.extra_forms if form.has_changed()]
        if new and self.instance.pk and self.model.objects.filter(**record_of(self.instance)).exists():
            raise forms.ValidationError("Cette fiche a déjà un référent : rouvrez-la pour le remplacer.")


def record_of(entry):
    return {"content_type": ContentType.objects.get_for_model(entry), "object_id": entry.pk}


class ReferentInline(GenericStackedInline):
    """Private: whoever may only read the record does not even see that it has one."""

    model = Referent
    form = ReferentForm
    formset = ReferentFormSet
    extra = 1
    max_num = 1
    verbose_name_plural = (
        "référent : une adresse jamais publique, à qui l'on demande si la fiche est exacte (d'un besoin ou d'un "
        "partage : qui reçoit les messages et ce qui y répond)"
    )

    def has_view_permission(self, request, obj=None):
        return may(request.user, "change", obj) if obj else may(request.user, "add", self.parent_model)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
