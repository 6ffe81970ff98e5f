"""A writer and an approver at one article, in orders of chance, by the pages that both have."""

import random

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from news.models import Article, Transition
from tests.conftest import BROWSER
from tests.factories import article_form, write_article

pytestmark = pytest.mark.django_db

State, Action = Article.State, Transition.Action

DEEDS = 20  # of each order
BUTTONS = ["_continue", "_save", "_hold", "_submit", "_publish", "_withdraw", "_return"]


class Person:
    """Somebody with forms open, some for long, who sends one or other of them."""

    def __init__(self, user, dice):
        self.client = Client(headers={"User-Agent": BROWSER}, raise_request_exception=False)
        self.client.force_login(user)
        self.dice = dice
        self.forms, self.reviews = [], []
        self.accepted = set()

    def page(self, name):
        return reverse(f"admin:news_article_{name}", args=[Article.objects.get().pk])

    def opens(self, words):
        form = self.client.get(self.page("change")).context["adminform"].form
        seen = {name: form[name].value() or "" for name in ("version", "base")}
        self.forms.append(article_form(body=f"<p>{words}</p>") | seen | {"reason": "Vì."})

    def sends(self, words):
        if not self.forms:
            return self.opens(words)
        form = self.forms.pop(self.dice.randrange(len(self.forms)))
        answer = self.client.post(self.page("change"), form | {self.dice.choice(BUTTONS): ""})
        assert answer.status_code in (302, 403, 409)
        if answer.status_code != 403:
            self.accepted.add(form["body"])

    def looks(self, words):
        revision = self.client.get(self.page("review")).context["revision"]
        self.reviews.append(revision)

    def decides(self, words):
        if not self.reviews:
            return self.looks(words)
        seen = self.reviews.pop(self.dice.randrange(len(self.reviews)))
        data = {"revision": seen.pk, "sha256": seen.sha256, "reason": "Vì."}
        decision = self.dice.choice(["approve", "approve", "return"])
        answer = self.client.post(self.page("review"), data | {"decision": decision})
        assert answer.status_code in (302, 403, 409)
        if answer.status_code == 302 and decision == "approve":
            assert Article.objects.get().public_revision == seen

    def restores(self, words):
        chosen = self.dice.choice(list(Article.objects.get().revisions.all()))
        answer = self.client.post(self.page("history"), {"revision": chosen.pk})
        assert answer.status_code == 302


def text_that_was_let_out():
    """Return the body that the last decision about readers let them have; "" for none."""
    decided = Transition.objects.filter(action__in=[Action.APPROVE, Action.WITHDRAW]).first()
    is_out = decided and decided.action == Action.APPROVE
    assert not is_out or decided.sha256 == decided.revision.sha256
    return decided.revision.text["body"] if is_out else ""


@pytest.mark.parametrize("order", range(4))
def test_no_accepted_text_is_lost_and_readers_have_what_was_approved(django_user_model, order):
    call_command("create_groups")
    dice, people = random.Random(order), []  # noqa: S311 no secret
    for name in ("Người soạn bài", "Người duyệt"):
        user = django_user_model.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        people.append(Person(user, dice))
    article = write_article(people[0].client, button="_submit", body="<p>Lời đầu.</p>")
    reader = Client(headers={"User-Agent": BROWSER})

    for number in range(DEEDS):
        person = dice.choice(people)
        deed = dice.choice([person.opens, person.sends, person.sends, person.looks])
        deed = dice.choice([deed, deed, person.decides, person.restores])
        deed(f"Lời số {number}.")

        page, public = reader.get(Article.objects.get().get_absolute_url()), text_that_was_let_out()
        assert (page.status_code == 200) == bool(public)
        assert public in page.text

    revisions = article.revisions.all()
    assert people[0].accepted | people[1].accepted <= {r.text["body"] for r in revisions}
    assert all(revision.is_intact() for revision in revisions)
