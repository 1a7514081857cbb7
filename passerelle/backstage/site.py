"""The back office's own frame: one signs in as everywhere else, by a code in a letter."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class BackOffice(AdminSite):
    """Open to whoever runs the instance; to anybody else who is signed in, it is not there."""

    site_header = site_title = _("Passerelle, backstage")
    index_title = _("What is kept here")
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """There is no password to ask for: a stranger is sent to sign in, a person who may not come in to nothing."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


site = BackOffice(name="admin")
