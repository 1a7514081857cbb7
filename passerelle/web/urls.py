"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver

from passerelle.web import answers, asking, language, me, members, networks, sign_in, spaces, staff, visits

urlpatterns: list[URLPattern | URLResolver] = [
    *spaces.urlpatterns,
    *networks.urlpatterns,
    *language.urlpatterns,
    *me.urlpatterns,
    *members.urlpatterns,
    *staff.urlpatterns,
    *asking.urlpatterns,
    *visits.urlpatterns,
    *answers.urlpatterns,
    *sign_in.urlpatterns,
]
