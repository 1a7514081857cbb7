"""The words for every polite no, in the reader's language.

A refusal carries a code and facts. Each code has one sentence here, or a function of the facts where the sentence
depends on them; `%(name)s` stands for a fact, said as a person says it: a date with its month, days in a row, a list.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.kit.refusals import Refusal
from passerelle.web import phrases
from passerelle.web.words import state_word

Sentence = Any  # a str, translated when it is read


SENTENCES: dict[str, Sentence | Callable[..., str]] = {
    # spaces
    "address_is_taken": _("Another space is already found under this address of the page."),
    "closure_ends_before_it_begins": _("These days end before they begin."),
    "closure_is_too_long": _("A closure lasts a year at most. If the space has closed for good, write to the network."),
    "country_is_not_known": _("Choose the country from the list."),
    "currency_is_not_known": _("A currency is written in three letters: EUR, GBP, HKD."),
    "description_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "email_is_missing": _("Give the address that requests are to be sent to."),
    "email_is_not_an_address": _("This is not a complete mail address."),
    "hours_cannot_be_read": _(
        "These hours cannot be read. Write them like this: “Mo-Fr 09:00-18:00; Sa 10:00-13:00”. What cannot be said in "
        "this way goes into the note below."
    ),
    "kind_is_not_known": _("Choose what sort of place it is."),
    "language_is_not_spoken": _("Choose one of the languages."),
    "name_is_missing": _("A name is needed."),
    "poster_is_old": _("This code is on a poster that has been replaced. Look for the new one at the entrance."),
    "second_email_is_the_first": _(
        "The second address has to be another one: it is asked when the first does not answer."
    ),
    "time_zone_is_not_known": _("Choose the time zone from the list."),
    "too_long": _("This is too long: %(most)s signs at most."),
    "town_is_missing": _("Say in which town it is."),
    "website_is_not_an_address": _("The address of a website begins with https:// or http://."),
    # staff
    "acts_for_the_space_already": _("%(address)s already acts for this space."),
    "invitation_has_expired": _("This invitation was good for two weeks. Ask %(space)s for a new one."),
    "invitation_was_accepted": _("This invitation has already been accepted."),
    "invitation_was_withdrawn": _("%(space)s has withdrawn this invitation, or has written a newer one."),
    "too_many_invitations": _("A space writes %(most)s invitations a day at most. Go on tomorrow."),
    "last_manager_stays": _("%(space)s would be left without a manager. Invite another one first."),
    # networks
    "already_stands_in_the_network": _("This space stands in the network already."),
    "charter_is_empty": _("A charter needs its text in both languages."),
    "leaves_before_it_joined": _("The space joined on %(since)s: it cannot leave before."),
    "leaves_in_the_past": _("Choose today or a later day: what was, stays as it was."),
    "mode_never_changes": _("A network founded to give days never turns into one that sells them, nor the other way."),
    "network_name_is_taken": _("Another network already has this name."),
    "reason_is_missing": _("Say why in a line: those concerned will be told."),
    "space_does_not_stand_in_the_network": _("This space does not stand in the network."),
    "space_is_not_known": _("There is no such space. Choose one from the list."),
    "terms_clash": _("These terms do not go together with what some spaces do otherwise: %(spaces)s."),
    "terms_are_wrong": _("These terms cannot be kept as they are."),
    # lists
    "both_have_staff": _("Somebody acts for each of the two: they have to agree between themselves first."),
    "stands_in_another_network": _(
        "The one that would go stands in another network: an organiser there, or whoever runs the instance, can say so."
    ),
    "both_have_visits": _("Visits or members belong to each of the two, and those cannot be handed over."),
    "file_is_too_big": _("The file is larger than %(most)s MB."),
    "list_has_moved_on": _("Meanwhile this list has moved on. The page shows where it stands now."),
    "list_is_older": _("This source has already told what it knew on %(told_on)s: an older list changes nothing."),
    "pair_was_decided": _("Somebody has already said what these two are."),
    "source_name_is_missing": _("Say where the list comes from."),
    "too_late_to_part": _("Two that were joined can be parted again for ten minutes only."),
    # people and members
    "ends_before_it_begins": _("It ends on %(valid_until)s, before it begins on %(since)s."),
    "member_already": _("%(address)s is on the list already. Look for it there to renew it."),
    # presence
    "days_beyond": _("No free day is left for %(days)s."),
    "days_full": _("The visitors’ places are all taken on %(days)s."),
    # visits
    "already_answered": _("The home has already given its word; it stands."),
    "already_asked": _("You have already asked for one of these days: see it among your visits."),
    "days_not_open": _("No visitors are received on %(days)s. Choose other days."),
    "days_too_far_apart": _("One request spans %(most)s days at most. Ask twice for days so far apart."),
    "ends_before_the_visit": _("The visit lasts until %(last_day)s: the membership has to, as well."),
    "home_too_near": _("Visitors come from further away than %(km)s km."),
    "host_cannot_be_asked": _("%(host)s has no address that reads requests. Write to it yourself."),
    "host_has_left": _("This space has left %(network)s: nothing can be accepted under it any more."),
    "line_is_empty": _("Write a line first."),
    "member_too_recently": _("This space receives members of %(days)s days or more: you can come from %(from_day)s."),
    "no_days": _("Tick at least one day."),
    "no_shared_network": _("%(home)s and %(host)s stand in no network together."),
    "not_a_day_of_the_visit": _("This visit was not about %(day)s."),
    "not_expected_today": lambda days: (
        gettext("Nobody is expected under this visit today. Expected: %(days)s.")
        if days
        else gettext("Nobody is expected under this visit today.")
    ),
    "nothing_to_correct": _("No arrival is recorded for %(day)s: there is nothing to put right."),
    "own_home": _("This is your own home: no visit is needed there."),
    "standing_is_lost": _("The home no longer knows this person as a member in good standing on these days."),
    "too_early_to_say": _("This can be said from %(day)s on."),
    "too_late_to_correct": _("What was recorded for %(day)s could be put right for 24 hours only."),
    "too_late_to_say": _("This could be said for thirty days after the visit."),
    "too_late_to_take_back": _("The ten minutes are over, and the letter has left. You can still write."),
    "too_many_days": _("%(most)s days at most in one request."),
    "too_many_lines": _("That is %(most)s lines within a day. The other side has them all; write again tomorrow."),
    "too_many_open_requests": _("%(most)s of your requests wait for an answer. Wait for one, or give one up."),
    "too_many_tries": _("That was too often. Wait ten minutes before you type another code."),
    "visit_has_moved_on": lambda state: (
        gettext("Meanwhile this visit is “%(state)s”. The page shows how it stands now.") % {"state": state_word(state)}
    ),
    # the books
    "already_reversed": _("This entry has already been answered by another one, and the books reverse it once only."),
    "key_means_another_entry": _("Something else stands in the books under this key. Look before you go on."),
    # doors
    "act_is_not_known": _("Nothing was pressed that this page knows."),
    "link_not_valid": _("This link is not complete, or it was not made here. Copy it whole from the letter."),
    "link_has_served": _("This link has already served."),
    "not_found": _("There is no such thing here."),
}


def sentence(refusal: Refusal) -> str:
    """What to tell whoever was refused. A code without words of its own gets the plainest."""
    said = SENTENCES.get(refusal.code)
    if said is None:
        return gettext("This cannot be done as things stand.")
    pattern = said(**refusal.facts) if callable(said) else str(said)
    return pattern % {name: in_words(value) for name, value in refusal.facts.items()}


def in_words(value: Any) -> str:
    """A fact as a sentence says it: dates with their months, several days together, a list with its "and"."""
    if isinstance(value, datetime):
        return phrases.moment(value)
    if isinstance(value, date):
        return phrases.dated(value)
    if isinstance(value, Collection) and not isinstance(value, str):
        return phrases.days(value) if all(isinstance(one, date) for one in value) else phrases.listed(value)
    return str(value)
