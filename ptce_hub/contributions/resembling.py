"""Records of the directory that may be the one that someone proposes."""

from ptce_hub.directory.search.questions import read_question_of_staff

SHOWN = 5


def look_alikes(model, entry):
    """Published records that may be ``entry``, which is not saved."""
    question = read_question_of_staff(entry.name)
    published = model.objects.published()
    keys = list(published.best_first(question)[:SHOWN]) if question else []
    return list(published.filter(pk__in=keys).select_related("territory"))
