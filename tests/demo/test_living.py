"""Living the stories: one that asks for what may not be done stops there, and everything else goes on."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from temoin import clock
from temoin.claims import scope
from temoin.claims.models import Assignment
from temoin.demo import cast, founding, unqueued
from temoin.demo.casting import Casting
from temoin.demo.living import Life
from temoin.demo.seeding import Made
from temoin.demo.ways import Move
from temoin.engine.state import Actor
from temoin.parties.models import Membership, Organisation, User
from temoin.procedures.files import procedure


def test_a_story_that_is_wrongly_told_stands_where_it_could_not_go_on(world: Made) -> None:
    now, rules = clock.now().replace(microsecond=0), procedure("home_repair")
    casting = Casting(_founded(), rules, now, Random(7))
    good, wrong = casting.story("to_assign"), casting.story("to_assign")
    for story in (good, wrong):
        story.times[0] = now - timedelta(minutes=40)
        del story.times[1:], story.moves[1:]
    wrong.moves += [Move("handler", "pay"), Move("dispatcher", "withdraw_offer")]
    wrong.times += [now - timedelta(minutes=20), now - timedelta(minutes=10)]
    with scope.within("network"), unqueued.jobs():
        life = Life([good, wrong], now, lambda story: None)
        life.live()
    (told,) = life.impossible
    assert str(told).startswith("on the way to to_assign (")
    assert "handler pay): not_here" in str(told)
    assert {Assignment.objects.get(pk=one.scene.assignment).step for one in (good, wrong)} == {"to_assign"}


def _founded() -> founding.Founded:
    """The people of the world that is there, by the names that stories use."""
    there = founding.Founded()
    for house in cast.HOUSES:
        there.organisations[house.short] = Organisation.objects.get(name=house.name)
        for person in house.people:
            user = User.objects.get(username=person.account)
            organisation = there.organisations[house.short].pk
            there.actors[person.short] = Actor(person.role.value, organisation, user.pk, str(user))
    for membership in Membership.objects.filter(role="contractor").select_related("organisation", "user"):
        organisation, user = membership.organisation, membership.user
        there.organisations[organisation.name] = organisation
        there.of_firm[organisation.pk] = Actor("contractor", organisation.pk, user.pk, str(user))
    return there
