"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver

from passerelle.web import (
    answers,
    asking,
    confirm,
    demo,
    desk,
    door,
    duplicates,
    imports,
    language,
    manage,
    manage_terms,
    me,
    members,
    networks,
    organise,
    poster,
    sign_in,
    spaces,
    staff,
    visits,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *spaces.urlpatterns,
    *networks.urlpatterns,
    *organise.urlpatterns,
    *imports.urlpatterns,
    *duplicates.urlpatterns,
    *manage.urlpatterns,
    *manage_terms.urlpatterns,
    *confirm.urlpatterns,
    *language.urlpatterns,
    *me.urlpatterns,
    *members.urlpatterns,
    *staff.urlpatterns,
    *asking.urlpatterns,
    *visits.urlpatterns,
    *answers.urlpatterns,
    *door.urlpatterns,
    *poster.urlpatterns,
    *desk.urlpatterns,
    *sign_in.urlpatterns,
    *demo.urlpatterns,
]
