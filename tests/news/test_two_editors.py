"""Two people at one article in the same instant: real sessions, threads and transactions."""

import random
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from news.models import Article, Transition
from tests.at_once import at_once
from tests.conftest import BROWSER
from tests.factories import article_form, make_article, write_article

pytestmark = pytest.mark.django_db(transaction=True)

State, Action = Article.State, Transition.Action


@pytest.fixture
def signed_in(django_user_model):
    """Return a function that opens a browser of a new member; a server error is only an answer."""

    def signed_in(username, group, *permissions):
        call_command("create_groups")
        user = django_user_model.objects.create_user(username, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client = Client(headers={"User-Agent": BROWSER}, raise_request_exception=False)
        client.force_login(user)
        client.user = user
        return client

    return signed_in


@pytest.fixture
def lam(signed_in):
    return signed_in("lam", "Người soạn bài", "publish_article")


@pytest.fixture
def ha(signed_in):
    return signed_in("ha", "Người soạn bài", "publish_article")


def one_after_the_other(*deeds):
    """Do the same in this order, as chance may order them too."""
    return [deed() for deed in deeds]


def opened(client, article, **fields):
    """What a browser posts that opened the form now, whenever it sends it."""
    form = client.get(reverse("admin:news_article_change", args=[article.pk])).context["adminform"]
    seen = {name: form.form[name].value() or "" for name in ("version", "base")}
    return article_form(**fields) | seen


def save(client, article, data, button="_continue"):
    address = reverse("admin:news_article_change", args=[article.pk])
    return client.post(address, data | {button: ""})


def review(client, article):
    """Return what the approver's two buttons send of the page as it is now."""
    context = client.get(reverse("admin:news_article_review", args=[article.pk])).context
    return {"revision": context["revision"].pk, "sha256": context["revision"].sha256}


def kept(article):
    return {revision.text["body"] for revision in article.revisions.all()}


def words_for_readers(article):
    """Return the body that readers get, or nothing where they get no page."""
    page = Client(headers={"User-Agent": BROWSER}).get(article.get_absolute_url())
    found = re.search(r"Lời \w+ \d+", page.text) if page.status_code == 200 else None
    return found[0] if found else ""


# ---------- Two who save ----------


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_of_two_who_save_at_once_one_is_first_and_both_texts_are_kept(lam, ha, state):
    article = make_article(body="<p>Lúc đầu.</p>", state=state)
    sent = set()
    for number in range(20):
        mine, hers = f"<p>Câu {number} của Lam.</p>", f"<p>Câu {number} của Hà.</p>"
        forms = opened(lam, article, body=mine), opened(ha, article, body=hers)

        answers = at_once(
            lambda: save(lam, article, forms[0], "_hold"),  # noqa: B023 done before the next round
            lambda: save(ha, article, forms[1], "_hold"),  # noqa: B023
        )

        assert sorted(answer.status_code for answer in answers) == [302, 409]
        first = mine if answers[0].status_code == 302 else hers
        article.refresh_from_db()
        assert article.latest_revision.text["body"] == first
        assert article.body == (first if state == State.DRAFT else "<p>Lúc đầu.</p>")
        sent |= {mine, hers}

    assert sent <= kept(article)
    assert article.revisions.filter(is_aside=True).count() == 20


def test_in_two_hundred_steps_of_two_editors_no_accepted_text_is_lost(lam, ha):
    article = write_article(lam, button="_continue", body="<p>Lời đầu 0.</p>")
    buttons = ["_continue", "_hold", "_submit", "_publish", "_withdraw", "_return"]

    def work(client, name):
        """Open, think and save in an order of chance; now and then leave a form for later."""
        dice, forms, accepted, statuses = random.Random(name), [], set(), set()  # noqa: S311
        for number in range(100):
            if len(forms) < 3 and (not forms or dice.random() < 0.5):
                forms.append(opened(client, article, body=f"<p>Lời {name} {number}.</p>"))
                continue
            data = forms.pop(dice.randrange(len(forms)))
            answer = save(client, article, data | {"reason": "Vì."}, dice.choice(buttons))
            statuses.add(answer.status_code)
            if answer.status_code in (302, 409):
                accepted.add(data["body"])
        return accepted, statuses

    (lams, statuses), (has, others) = at_once(lambda: work(lam, "Lam"), lambda: work(ha, "Hà"))

    assert statuses | others == {302, 409}
    assert lams | has <= kept(article)
    assert len(lams | has) > 60
    assert all(revision.is_intact() for revision in article.revisions.all())
    article.refresh_from_db()
    standing = article.public_revision if article.has_edit_waiting else article.latest_revision
    assert article.body == standing.text["body"]
    assert not (article.state == State.APPROVED and article.public_revision is None)


def test_two_who_look_at_an_edit_while_it_is_saved_all_get_their_page(lam, ha):
    article = write_article(lam, body="<p>Lời đầu 0.</p>")
    write_article(lam, article, "_hold", body="<p>Lời sửa 0.</p>")
    address = reverse("admin:news_article_change", args=[article.pk])
    for number in range(1, 11):
        form = opened(lam, article, body=f"<p>Lời sửa {number}.</p>")

        saved, *looks = at_once(
            lambda: save(lam, article, form, "_hold"),  # noqa: B023
            lambda: ha.get(address),
            lambda: lam.get(address),
        )

        assert saved.status_code == 302
        assert [look.status_code for look in looks] == [200, 200]
        assert words_for_readers(article) == "Lời đầu 0"


# ---------- One who approves while the other writes ----------


@pytest.fixture
def writer(signed_in):
    return signed_in("soan", "Người soạn bài")


@pytest.fixture
def approver(signed_in):
    return signed_in("duyet", "Người duyệt")


def on_the_review_page(approver, article, number):
    data = review(approver, article) | {"decision": "approve"}
    address = reverse("admin:news_article_review", args=[article.pk])
    return lambda: approver.post(address, data)


def in_the_form(approver, article, number):
    data = opened(approver, article, body=f"<p>Lời gửi {number}.</p>")
    return lambda: save(approver, article, data, "_publish")


@pytest.mark.parametrize("approving", [on_the_review_page, in_the_form])
@pytest.mark.parametrize("button", ["_continue", "_submit"])
def test_what_is_written_while_another_text_is_approved_is_never_public(
    writer, approver, approving, button
):
    article = write_article(writer, button="_submit", body="<p>Lời gửi 0.</p>")
    public = ""
    for number in range(8):
        sent = f"Lời gửi {number}"
        approve = approving(approver, article, number)
        late = opened(writer, article, body=f"<p>Lời muộn {number}.</p>")

        do = at_once if number else one_after_the_other  # once the approver is surely the first
        approved, saved = do(approve, lambda: save(writer, article, late, button))  # noqa: B023

        assert approved.status_code in (302, 409)
        assert saved.status_code in (302, 409)
        decided = article.transitions.filter(action=Action.APPROVE).first()
        public = decided.revision.text["body"][3:-5] if decided else ""
        assert "muộn" not in public
        assert words_for_readers(Article.objects.get()) == public
        assert approved.status_code == 409 or public == sent
        assert f"<p>Lời muộn {number}.</p>" in kept(article)
        again = f"<p>Lời gửi {number + 1}.</p>"
        article = write_article(writer, article, "_submit", body=again)

    assert public


@pytest.mark.parametrize("verb", ["_return", "_withdraw", "_submit"])
def test_of_two_decisions_at_once_the_later_one_knows_of_the_first(approver, lam, verb):
    """A text that was just published is neither returned nor submitted under its readers."""
    for number in range(8):
        article = write_article(lam, button="_submit", title=f"Bài {number}")
        approve = on_the_review_page(approver, article, number)
        data = opened(lam, article, title=f"Bài {number}") | {"reason": "Xem lại."}

        at_once(approve, lambda: save(lam, article, data, verb))  # noqa: B023

        article.refresh_from_db()
        last = article.transitions.first()
        is_public = last.action == Action.APPROVE
        assert (article.state == State.APPROVED) == is_public
        assert article.is_published() == is_public


@pytest.mark.parametrize("binning", ["delete", "changelist"])
def test_what_is_published_meanwhile_is_not_taken_away_by_its_writer(writer, approver, binning):
    for number in range(8):
        article = write_article(writer, button="_submit", title=f"Bài {number}")
        approve = on_the_review_page(approver, article, number)
        args = [article.pk] if binning == "delete" else []
        address = reverse(f"admin:news_article_{binning}", args=args)
        chosen = {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}

        at_once(lambda: writer.post(address, chosen), approve)  # noqa: B023

        done = set(article.transitions.values_list("action", flat=True))
        assert len(done & {Action.APPROVE, Action.BIN}) == 1


def test_an_article_goes_into_the_bin_once_whoever_puts_it_there(lam, ha):
    for number in range(8):
        article = write_article(lam, button="_continue", title=f"Bài {number}")
        address = reverse("admin:news_article_delete", args=[article.pk])
        ha.user.groups.set(Group.objects.filter(name="Người duyệt"))

        at_once(*(lambda who=who: who.post(address, {"post": "yes"}) for who in (lam, ha)))  # noqa: B023

        assert article.transitions.filter(action=Action.BIN).count() == 1


def test_new_article_sent_twice_in_the_same_instant_is_one(lam):
    token = {"csrfmiddlewaretoken": "x"}  # a form's own; whether it is right is asked elsewhere
    form = article_form() | token | {"_publish": ""}
    clients = [Client(headers={"User-Agent": BROWSER}) for _ in range(3)]
    for client in clients:
        client.force_login(lam.user)
    add = reverse("admin:news_article_add")

    answers = at_once(*(lambda client=client: client.post(add, form) for client in clients))

    assert [answer.status_code for answer in answers] == [302] * 3
    assert Article.objects.count() == 1
    assert Transition.objects.filter(action=Action.APPROVE).count() == 1
