"""Signing in by a code in a letter; nobody has a password.

The sign-in library keeps the code, its tries and its limits. We give it our own addresses, so that its pages for
passwords do not exist here, and three changes of manner: its letters are our rows; a code is written to every address,
known or not, so that the answer and the work are the same; and a new address becomes a person only when its code is
typed, which proves it.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as library
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.kit.ids import short_code
from passerelle.people.actions import know_person, send_code
from passerelle.web.audience import nothing_stays_behind, public
from passerelle.web.forms.sign_in import AddressForm, CodeForm
from passerelle.web.language import remember_language


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How the sign-in library writes and speaks."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code of the letter. Look at the latest one."),
        "too_many_login_attempts": gettext_lazy("That was too often. Wait ten minutes and ask for a new code."),
        "rate_limited": gettext_lazy("That was too often. Wait ten minutes and ask for a new code."),
    }

    def generate_login_code(self) -> str:
        """Six signs without look-alikes, 29 bits, behind three tries."""
        return short_code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write our letter; the library has no other letter to send here."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"No letter of ours is called {template_prefix}.")
        send_code(email, context["code"], page_language=get_language() or settings.LANGUAGE_CODE)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say by themselves what has happened."""


class Codes(LoginCodeVerificationProcess):  # type: ignore[misc]
    """A sign-in that has begun: the library's, but a code goes to every address."""

    @classmethod
    def begin(cls, request: HttpRequest, address: str) -> None:
        """Write a code to `address` and wait for it. Whether somebody is known there is not asked yet."""
        login = Login(user=None, email=address, state={"stages": {"current": LoginByCodeStage.key}})
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=address), initiated_by_user=True)
        begun = cls(stage)
        begun.send()
        begun.persist()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        """Draw a code and write it, whoever is at the address."""
        context = {"request": self.request, "code": self.generate_code()}
        get_adapter().send_mail("account/email/login_code", email, context)


class AskForCode(library.RequestLoginCodeView):  # type: ignore[misc]
    """One's mail address."""

    form_class = AddressForm

    def get_initial(self) -> dict[str, Any]:
        """A link may fill the address in."""
        return {"email": self.request.GET.get("address", "")[:254]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form counts how often codes are asked for from one place."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Write the code, and go to where it is typed."""
        Codes.begin(self.request, form.cleaned_data["email"])
        return redirect(self.get_success_url())

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Whoever comes back to this page has mistyped the address: let it be typed again."""


class TypeCode(library.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code of the letter."""

    form_class = CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form counts tries by address too: a session that is thrown away must not give new ones."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self._action == "verify":
            kwargs |= {"request": self.request, "address": self._process.state["email"]}
        return kwargs

    def _resend_form_valid(self, form: object) -> HttpResponse:
        address = self._process.state["email"]
        if ratelimit.consume(self.request, action="request_login_code", key=address):
            Codes.begin(self.request, address)  # anew: the whole time, all the tries
            messages.success(self.request, _("A new code is on its way. The former one no longer works."))
        else:
            messages.error(self.request, str(Adapter.error_messages["rate_limited"]))
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def _verify_form_valid(self, form: object) -> HttpResponse:
        language = get_language() or settings.LANGUAGE_CODE
        person = know_person(self._process.state["email"], language=language)
        self._process._user = person
        response: HttpResponse = self._process.finish(self.get_next_url())
        if not self.request.user.is_authenticated:
            return response
        if not person.name and isinstance(response, HttpResponseRedirect):
            response = redirect(f"{reverse('me')}?{urlencode({'next': response.url})}")
        return remember_language(response, person.language)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """After the third wrong code the sign-in begins again, and says why."""
        response: HttpResponse = super().form_invalid(form)
        if isinstance(response, HttpResponseRedirect):
            messages.error(self.request, _("That was the third wrong code. Ask for a new one."))
        return response


class SignOut(library.LogoutView):  # type: ignore[misc]
    """Signing out, on a machine that others use as well."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The session ends, and the browser drops the list it kept for when there is no network."""
        return nothing_stays_behind(super().post(*args, **kwargs))


@require_http_methods(["GET", "HEAD", "POST"])
def to_the_code(request: HttpRequest) -> HttpResponse:
    """The library's own first page asks for a password; ours asks for an address."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("account_request_login_code") + (f"?{query}" if query else ""))


urlpatterns = [
    path("account/login/", public(to_the_code), name="account_login"),
    path("account/login/code/", public(AskForCode.as_view()), name="account_request_login_code"),
    path("account/login/code/confirm/", public(TypeCode.as_view()), name="account_confirm_login_code"),
    path("account/logout/", public(SignOut.as_view()), name="account_logout"),
    path("account/inactive/", public(library.AccountInactiveView.as_view()), name="account_inactive"),
]
