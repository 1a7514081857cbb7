"""The words for every polite no, in the reader's language.

A refusal carries a code and facts. Each code has one sentence here, or a function of the facts where the sentence
depends on them; `%(name)s` stands for a fact, said as a person says it: a date with its month, days in a row, a list.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle.getaways.rules import NotPossible
from passerelle.kit.refusals import Refusal
from passerelle.listings.rules.sentences import UNREADABLE
from passerelle.web import phrases
from passerelle.web.payment_words import wrong_file_sentence
from passerelle.web.room_words import for_whom, why_not_sentence
from passerelle.web.words import pass_word, state_word, stay_word

Sentence = Any  # a str, translated when it is read


NOT_POSSIBLE: dict[NotPossible, Any] = {
    NotPossible.ENDS_BEFORE_IT_BEGINS: _("These days end before they begin."),
    NotPossible.BEGINS_TOO_SOON: _("A stay begins tomorrow at the earliest, so that the space can answer."),
    NotPossible.TOO_FAR_AHEAD: _("That is too far ahead: a year and a half at most."),
    NotPossible.OUT_OF_SEASON: _("Some of these days lie outside the season."),
    NotPossible.TOO_SHORT: _("A stay has %(minimum)s days at least here."),
    NotPossible.TOO_LONG: _("A stay has 90 days at most."),
}

SENTENCES: dict[str, Sentence | Callable[..., str]] = {
    # lists, in the words that every door has for them
    **{code: _(said) for code, said in UNREADABLE.items()},
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
    "too_many_walls": _("There are %(most)s walls already. Revoke one that is no longer used."),
    "wall_code_not_known": _(
        "This code opens no wall. A code is good for half an hour; whoever manages the space draws another one."
    ),
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
    "treasurer_is_missing": _("A network that sells days needs a treasurer from its first day."),
    "terms_clash": _("These terms do not go together with what some spaces do otherwise: %(spaces)s."),
    "terms_are_wrong": _("These terms cannot be kept as they are."),
    # lists
    "both_have_staff": _("Somebody acts for each of the two: they have to agree between themselves first."),
    "stands_in_another_network": _(
        "The one that would go stands in another network: an organiser there, or whoever runs the instance, can say so."
    ),
    "both_have_visits": _("Visits, members or money belong to each of the two, and those cannot be handed over."),
    "file_is_too_big": _("The file is larger than %(most)s MB."),
    "list_has_moved_on": _("Meanwhile this list has moved on. The page shows where it stands now."),
    "pair_was_decided": _("Somebody has already said what these two are."),
    "too_many_lists_wait": _(
        "%(most)s lists wait for a word already. Take one of them in, or leave it; then there is room for another."
    ),
    "too_late_to_part": _("Two that were joined can be parted again for ten minutes only."),
    # people and members
    "ends_before_it_begins": _("It ends on %(valid_until)s, before it begins on %(since)s."),
    # asks and introductions
    "words_are_missing": _("Say it in a few words."),
    "ask_is_over_already": _("That day is over: choose today or a later one."),
    "ask_too_far_ahead": _("A year at most: write it again then, if it still holds."),
    "too_many_asks": _("You have %(most)s open already. End one of them first."),
    "introduction_is_over": _("This has lapsed."),
    "suggested_already": _("You and whoever wrote this were suggested to each other a short while ago."),
    "too_many_introductions": _("%(most)s introductions can be asked for in seven days. Go on in a few days."),
    # plans
    "plan_is_not_sold": _("This plan cannot be taken here. Ask the space."),
    "plan_asked_already": _("You have asked for a plan of this space already: pay it, or call it off first."),
    "plan_is_open": _("It is paid and open: it cannot be called off any more."),
    "plan_does_not_renew": _("This plan is not renewed."),
    "trial_is_for_newcomers": _("This one is to try the space, for whoever was never a member here."),
    "at_home_already": _("You are a member of this space already."),
    "plan_is_not_running": _("This plan is not open, or is over."),
    "plan_change_is_asked": _(
        "Another change is asked for already and not paid: pay it, or keep the plan as it is first."
    ),
    "plan_change_is_done": _("The change is paid and done: there is nothing to call off any more."),
    "figures_have_changed": _("The figures have changed since you opened this page. Here is what it comes to now."),
    "plan_is_paused": _("This plan is on a pause, and holds again on %(day)s."),
    "plan_cannot_be_paused": _("This plan cannot be paused. Ask the space."),
    "pause_is_there": _("A pause runs or is to come already: end it first."),
    "pause_is_over": _("There is no pause any more."),
    "pause_ends_before_it_begins": _("This pause ends before it begins."),
    "pause_begins_tomorrow": _("A pause begins tomorrow at the earliest."),
    "pause_is_outside": _("A pause begins within what is paid: on %(day)s at the latest."),
    "pause_is_too_long": _("A pause lasts a year at most."),
    "pause_is_too_short": _("A pause lasts %(least)s days at least."),
    "pause_days_are_used_up": _("In %(year)s, %(left)s days are left that can be paused."),
    "withdrawal_is_for_consumers": _(
        "There is nothing here to withdraw from: that is for consumers, and for what was paid."
    ),
    "days_are_used_up": _("The days of this plan are used up: another one begins a new count."),
    "day_is_over": _("This day is over."),
    "day_is_far": _("That is too far ahead: the first day lies within three months."),
    "member_already": _("%(address)s is on the list already. Look for it there to renew it."),
    "membership_is_not_in_force": _("This membership does not hold today."),
    "months_are_out_of_range": _("Between one month and %(most)s; leave it empty for never."),
    # presence
    "identity_not_seen": _("Show a passport or an identity card at the desk: it is seen, and nothing of it is kept."),
    "expected_as_visitor": _("Today is held for a visit: the arrival is recorded with the visit."),
    "days_beyond": _("No free day is left for %(days)s."),
    "days_full": _("The visitors’ places are all taken on %(days)s."),
    # visits
    "already_answered": _("The home has already given its word; it stands."),
    "already_asked": _("You have already asked for one of these days: see it among your visits."),
    "days_not_open": _("No visitors are received on %(days)s. Choose other days."),
    "days_too_far_apart": _("One request spans %(most)s days at most. Ask twice for days so far apart."),
    "ends_before_the_visit": _("The visit lasts until %(last_day)s: the membership has to, as well."),
    "away_too_often": _(
        "Of any %(within)s days, members spend at most %(most)s away from home here: with these days it would be more."
    ),
    "visited_too_recently": _("Between two visits here lie %(months)s months: you can come from %(from_day)s."),
    "home_too_near": _("Visitors come from further away than %(km)s km."),
    "host_cannot_be_asked": _("%(host)s has no address that reads requests. Write to it yourself."),
    "host_sells_no_day": _("%(host)s sells no day under %(network)s at present."),
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
    # passes
    "pass_does_not_renew": _("This pass does not renew."),
    "pass_has_moved_on": lambda state: (
        gettext("Meanwhile this pass is “%(state)s”. The page shows how it stands now.") % {"state": pass_word(state)}
    ),
    "product_is_not_sold": _("This pass is not sold any more."),
    "move_is_over": _("This file has been taken in, or left, meanwhile."),
    "too_many_plans": _("A file may bring %(most)s plans at most. Is another column that of the plan?"),
    "plan_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "provision_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "product_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "tax_code_is_taken": _("This name is taken already."),
    "tax_is_wrong": _("What is taxed has a percentage; what is not says why, and has none."),
    "too_late_to_withdraw": _("You could withdraw until %(day)s."),
    "too_many_unpaid": _("%(most)s passes wait for their payment. Pay for one, or give one up."),
    # bookings
    "booking_is_cancelled": _("This booking is cancelled already."),
    "booking_is_over": _("This booking is over."),
    "booking_not_possible": why_not_sentence,
    "booking_price_has_changed": _(
        "What can be had, or its price, has changed since you opened the page. Read it again."
    ),
    "nobody_known_here": _(
        "Nobody who is known at this space goes by that address. Book in your own name, and say for whom in the line."
    ),
    "resource_is_not_for_you": for_whom,
    "too_many_are_held": _("You have %(most)s bookings that are not paid yet. Pay or cancel one of them first."),
    "resource_is_retired": _("This room is let no longer."),
    "resource_is_taken": _("It is taken then. Choose another time."),
    "resource_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "some_times_refused": _("%(refused)s of the %(of)s times cannot be had. Take the others, or choose another hour."),
    "too_late_to_cancel": lambda until, zone: (
        gettext("It could be cancelled until %(moment)s. Speak with the space.")
        % {"moment": phrases.moment(until, zone)}
    ),
    "too_many_bookings": _("%(most)s of your bookings lie ahead. Cancel one first."),
    "too_many_times": _("A booking comes again %(most)s times at most."),
    "unit_never_changes": _("By what a room is booked never changes. Add another room, and retire this one."),
    # the board
    "notice_has_moved_on": _("Meanwhile something else was done with this notice. The page shows how it stands now."),
    "notice_is_over": _("Choose today or a later day."),
    "notice_stays_too_long": _("A notice stands three months at most: until %(day)s."),
    "notices_at_once_out_of_range": _("Between one and %(most)s."),
    "nobody_to_announce": _("This is over: there is nobody to announce any more."),
    "picture_cannot_be_read": _("This is no picture that can be read. Send a JPEG, a PNG or a WebP."),
    "picture_is_too_big": _("This picture is too large: %(most)s MB and fifty million points at most."),
    "title_is_missing": _("Say in a few words what it is."),
    "too_many_notices": _("You have %(most)s notices there, as many as one may. Take one down first."),
    "too_many_reports": _("You have reported %(most)s notices that the team has not looked at yet."),
    # getaways
    "getaway_is_over": _("This is not offered any more."),
    "getaway_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "network_does_not_sell": _("The space does not stand in this network, or the network does not sell."),
    "price_has_changed": _("The price has changed since you opened the page. Read it again, then ask."),
    "stay_already_asked": _("You have already asked for some of these days."),
    "stay_days_full": _("No place is left on %(days)s."),
    "stay_has_begun": _("The stay has begun: speak with the space."),
    "stay_has_moved_on": lambda state: (
        gettext("Meanwhile this stay is “%(state)s”. The page shows how it stands now.") % {"state": stay_word(state)}
    ),
    "stay_is_not_to_be_paid": _("There is nothing to pay for this stay now."),
    "stay_not_possible": lambda why, minimum: str(NOT_POSSIBLE[why]) % {"minimum": minimum},
    # passes and rates
    "bank_publishes_it": _("The European Central Bank publishes %(currency)s: its rate counts."),
    "charge_has_moved_on": _("Meanwhile something else was said of this charge. The page shows how it stands now."),
    "no_day_price": _("No day is sold here: the space has not set a price."),
    "no_pass": _("There is no pass of this network that could pay."),
    "no_price": _("Say what it costs: an amount above nothing."),
    "pass_is_empty": _("No day is left on the pass."),
    "pass_not_then": _("No pass of %(network)s is in force on %(days)s."),
    "pass_not_open": _("The pass is not open: it has not been paid yet, or its payment is contested."),
    "pay_first": lambda owed, most, currency: (
        gettext("%(owed)s are owed on this pass already, of %(most)s at most: they have to be paid first.")
        % {"owed": phrases.money(owed, currency), "most": phrases.money(most, currency)}
    ),
    "rate_is_entered": _("Another rate for %(currency)s has been entered for %(day)s already."),
    "rate_is_missing": _("No rate for %(currency)s in %(base)s is known: the network’s treasurer has to enter one."),
    "rate_not_read": _("Write three capital letters for the currency, and how much of it one euro buys."),
    "rate_of_a_day_to_come": _("A rate cannot be entered for a day to come."),
    "too_late_to_contest": _("A charge can be contested for fourteen days."),
    "too_late_to_correct_charge": _("A space can take a charge back for 24 hours. Later, the holder contests it."),
    # the books
    "already_reversed": _("This entry has already been answered by another one, and the books reverse it once only."),
    "key_means_another_entry": _("Something else stands in the books under this key. Look before you go on."),
    # payments
    "bic_is_wrong": _("This is not a BIC. Leave it empty if you do not have it at hand."),
    "came_already": _("This has been paid already. The page shows how it stands now."),
    "currencies_differ": _("%(asked)s was asked and %(came)s came: send it back, or change it at the bank first."),
    "day_is_to_come": _("This day has not come yet."),
    "day_is_long_ago": _("This day is more than a year ago. Look at the year again."),
    "payment_is_disputed": _("The payer’s bank has this money until it decides. Nothing is to be sent now."),
    "did_not_come": _("Nothing can go back of what has not come, or is contested at the bank."),
    "bic_is_missing": _("Your bank’s BIC is needed where there is no IBAN."),
    "iban_is_wrong": _("This is not an IBAN: a sign is missing or mistyped."),
    "no_cards_here": _("This cannot be paid by card: no cards are taken here."),
    "no_transfers_here": _("Nobody has said yet to which account a transfer would go."),
    "no_such_payment": _("No payment here goes by that reference."),
    "sale_is_wrong": _("What is sold has a name and costs something."),
    "sale_key_means_another": _("Something else was sold under this key already."),
    "taken_back_already": _("This was taken back already."),
    "payment_key_means_another": _("Something else was asked under this key already."),
    "charge_key_means_another": _("Something else was asked under this key already."),
    "receipt_is_explained": _("Somebody has already said what this is."),
    "receipt_is_of_a_card": _("This lies at the card processor: it can only be sent back."),
    "payout_is_known": _("That transfer is in the books already: the processor told of it, or somebody put it down."),
    "refund_is_too_much": _("More would go back than came."),
    "statement_is_wrong": wrong_file_sentence,
    "more_came_meanwhile": _("Something of it was recorded meanwhile. Look whether that is this very transfer."),
    "went_back_already": _("This has been sent back already."),
    # documents
    "answered_document_is_not_known": _("No document %(number)s was issued that this one could answer."),
    "company_number_is_wrong": _("This company number cannot be right: its last figures do not go with the others."),
    "key_means_another_document": _("Document %(number)s was issued for this already, and says something else."),
    "party_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "vat_number_is_wrong": _(
        "This VAT number cannot be right. It begins with the letters of its country, and its last figures go with the "
        "others."
    ),
    # months
    "month_is_closed": _("%(on)s lies in a month that is closed, and stays as it is. Put it right from now on."),
    "month_is_not_over": _("This month is not over everywhere yet: it is from 11 h UTC on the day after its last."),
    "month_before_is_open": _("Months are closed in their order, and the one before is still open."),
    "no_conditions_are_set": _("Set the conditions first: the commission, and the smallest payout."),
    "books_have_faults": _("The books have faults, so nothing was closed. Whoever runs the instance can see which."),
    "conditions_are_wrong": _("A commission lies between 0 and 100 %%, and the days between 0 and 365."),
    "month_is_not_closed": _("Money leaves once the month is closed."),
    "nothing_is_over": _("Nothing was paid beyond what is owed, or it is on its way back already."),
    "nothing_can_leave": _("Nothing can leave now: all of it is in a file, or waits for what a space must give."),
    # events
    "event_has_begun": _("It has begun already: nothing can be said or changed any more."),
    "event_is_called_off": _("It is called off."),
    "event_is_wrong": _("Some lines below need another look. Nothing that you wrote is lost."),
    "fewer_places_than_come": _("%(coming)s people come already: nobody loses a place. Say at least as many."),
    "host_is_not_known_here": _("Nobody of this space goes by that mail address: neither a member nor the team."),
    "proposal_was_answered": _("Somebody has answered this proposal already."),
    "too_many_proposals": _("%(most)s of your proposals wait already. The space will answer them."),
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
