"""What we answer otherwise than django-allauth."""

from allauth.account import views

GONE = 410


def new_password(request, uidb36, key):
    """The form that the link of an invitation leads to; a link used, expired or forged is refused as such."""
    response = views.password_reset_from_key(request, uidb36=uidb36, key=key)
    if (getattr(response, "context_data", None) or {}).get("token_fail"):
        response.status_code = GONE
    return response
