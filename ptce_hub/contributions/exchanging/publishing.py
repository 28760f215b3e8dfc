"""Publishing a need or what is shared: the public form, or that of a référent, whose address is known already."""

from actors.models import Structure
from poles.models import Exchange, Pole
from ptce_hub.contributions.forms import AdditionForm, record_form
from ptce_hub.contributions.views import Propose

#: What an address may fill beforehand: the field, its name in the address.
PREFILLED = {"pole": "pole", "structure": "structure", "kind": "nature", "sense": "sens", "territory": "territoire"}
LONGEST = 200  # characters of what an address fills


class ExchangeForm(AdditionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].required = True
        self.fields["structure"].label = "Ou structure qui publie"
        self.fields["words"].help_text = "Pour l’équipe, qui relit avant de publier : ce n’est pas publié."
        if "mail" in self.fields:
            self.fields["mail"].help_text = (
                "Jamais publiée. Elle reçoit un lien à ouvrir pour confirmer ; puis, tant que l’annonce est en cours, "
                "ce qui y répond et les messages que ce site transmet."
            )


class ExchangeFormOfReferent(ExchangeForm):
    mail = None


class PublishExchange(Propose):
    """Nobody is asked whether it is there already: two needs alike are two needs."""

    template_name = "contributions/propose_exchange.html"
    form_class = ExchangeForm

    def get_form_class(self):
        return record_form(self.form_class, Exchange)

    def get_initial(self):
        asked = {name: self.request.GET.get(word, "") for name, word in PREFILLED.items()}
        said = {name: printable(text) for name, text in asked.items() if text}
        return placed(said) if said else {}

    def question(self, form):
        self.not_same = []
        return {}


def printable(text):
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST]


def placed(said):
    """Where its publisher is, unless the address says where."""
    for name, model in (("pole", Pole), ("structure", Structure)):
        publisher = model.objects.published().filter(slug=said.get(name, "")).select_related("territory").first()
        if publisher and publisher.territory and "territory" not in said:
            return said | {"territory": publisher.territory.ref}
    return said
