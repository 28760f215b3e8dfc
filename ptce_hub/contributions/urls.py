"""The addresses of contributions: /poles/<slug>/signaler/, /poles/<slug>/corriger/, /poles/<slug>/ecrire/…"""

from django.urls import path

from poles.models import Exchange
from ptce_hub.contributions import changing, checking, relay, views
from ptce_hub.contributions.diagnosing import urls as diagnosing
from ptce_hub.contributions.exchanging import by_link, publishing
from ptce_hub.contributions.nouns import NOUNS
from ptce_hub.contributions.pages import Sent

#: The nouns whose form is their own.
PROPOSE = {Exchange: publishing.PublishExchange}

urlpatterns = [
    *diagnosing.urlpatterns,
    path("contributions/envoyee/", Sent.as_view(), name="contribution_sent"),
    path("messages/<slug:secret>/", relay.Confirm.as_view(), name="message"),
    path("contributions/<slug:secret>/changer/", changing.ChangeProposal.as_view(), name="change_proposal"),
    path("contributions/<slug:secret>/changer/<int:pk>/", changing.ChangeEvent.as_view(), name="change_event"),
    path("contributions/<slug:secret>/", views.Follow.as_view(), name="contribution"),
    path("referents/merci/<slug:answer>/", checking.DonePage.as_view(), name="check_done"),
    path("referents/arret/<str:token>/", checking.StopPage.as_view(), name="check_stop"),
    path("referents/annonce/<str:token>/", by_link.FollowExchange.as_view(), name="follow_exchange"),
    path("referents/publier/<str:token>/", by_link.PublishAsReferent.as_view(), name="publish_as_referent"),
    path("referents/<str:token>/", checking.AnswerPage.as_view(), name="check_answer"),
]
for noun in NOUNS:
    about = f"{noun.word}/<slug:slug>"
    urlpatterns += [
        path(f"{about}/signaler/", views.Report.as_view(noun=noun), name=f"report_{noun.name}"),
        path(f"{about}/corriger/", views.Correct.as_view(noun=noun), name=f"correct_{noun.name}"),
    ]
    if noun.may_be_written:
        urlpatterns.append(path(f"{about}/ecrire/", relay.Write.as_view(noun=noun), name=f"write_{noun.name}"))
    if noun.may_be_new:
        urlpatterns.append(
            path(
                f"{noun.word}/proposer/",
                PROPOSE.get(noun.model, views.Propose).as_view(noun=noun),
                name=f"propose_{noun.name}",
            )
        )
