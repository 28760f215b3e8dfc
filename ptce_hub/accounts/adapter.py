from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Accounts come by invitation: nobody makes their own."""

    def is_open_for_signup(self, request):
        return False
