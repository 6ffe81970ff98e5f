"""The verbs of the newsroom: what can be decided about a text, and the row that says so.

Each takes the article, who decides, and why; it changes what is stored and returns the Transition.
An article that readers see keeps its state while an edit of it goes its own way
(`pending_state`): nothing they see changes until that very text is approved.
"""

from django.db import transaction
from django.utils import timezone

from news import mail
from news.models import Article, PreviewLink, Revision, Transition
from news.search import index
from portal.people import name_of

State, Action = Article.State, Transition.Action

CHANGED_SINCE = "Bài vừa được sửa thêm; vui lòng xem lại bản mới nhất rồi quyết định."


class TextHasChanged(Exception):
    """The text that was to be approved is no longer the newest one, or not the one saved."""


@transaction.atomic
def first_revision(article):
    """Save the text of an article that came in without a revision, so that it can be had back.

    It is dated when the text was saved. Returns the newest revision; somebody may have saved one
    since `article` was loaded.
    """
    if article.latest_revision_id is None:
        stored = Article.objects.select_for_update().get(pk=article.pk)
        if stored.latest_revision_id is None:
            first = stored.latest_revision = Revision.take(stored, stored.updated_by)
            first.created_at = stored.updated_at
            first.save(update_fields=["created_at"])
            if stored.state == State.APPROVED:
                stored.public_revision = stored.latest_revision
            stored.save(update_fields=["latest_revision", "public_revision"])
        article.latest_revision = stored.latest_revision
        article.public_revision = stored.public_revision
    return article.latest_revision


@transaction.atomic
def submit(article, by, reason=""):
    """Ask for approval of the article's newest text."""
    put_stage(article, State.SUBMITTED)
    return record(Action.SUBMIT, article, by, reason)


@transaction.atomic
def approve(article, revision, by, reason="", accepted=()):
    """Let readers see this revision, and nothing else, from its hour on; without one, from now.

    `accepted` says what the guard had found in it and `by` let pass. Raises TextHasChanged unless
    it is the newest one, and still what was saved.
    """
    newest = Article.objects.select_for_update().values_list("latest_revision", flat=True)
    if newest.get(pk=article.pk) != revision.pk or not revision.is_intact():
        raise TextHasChanged(CHANGED_SINCE)
    article = revision.put_in_place()
    article.state = State.APPROVED
    article.pending_state = ""
    article.withdrawn_at, article.withdrawal_reason = None, ""
    if not article.approved_at:
        article.slug = ""  # made of the title it is published under
    article.approved_at = timezone.now()
    article.date_change_note(article.approved_at)
    article.public_revision = revision
    # To the minute, as the form shows it: saving again must not move it.
    this_minute = article.approved_at.replace(second=0, microsecond=0)
    article.published_at = article.published_at or this_minute
    article.save()
    index.update(article)
    index.update_newsroom(article)
    return record(Action.APPROVE, article, by, reason, accepted)


@transaction.atomic
def send_back(article, by, reason):
    """Return the newest text to who wrote it, with the reason."""
    put_stage(article, State.RETURNED)
    return record(Action.RETURN, article, by, reason)


@transaction.atomic
def withdraw(article, by, reason="", tells_readers=False):
    """Take the article from readers, and close the secret links that show it.

    An edit that was waiting becomes the text to go on with. Whoever knows the address is told that
    the article was withdrawn, and with `tells_readers` the reason; one that nobody could open yet
    leaves no trace.
    """
    now = timezone.now()
    was_seen = article.published_at <= now
    if article.has_edit_waiting:
        article = article.latest_revision.put_in_place()
    links = PreviewLink.objects.open_now().filter(revision__article=article)
    links.update(revoked_at=now)
    article.state, article.pending_state = State.WITHDRAWN, ""
    article.withdrawn_at = now if was_seen else None
    article.withdrawal_reason = reason if tells_readers else ""
    article.save(update_fields=["state", "pending_state", "withdrawn_at", "withdrawal_reason"])
    index.update(article)
    return record(Action.WITHDRAW, article, by, reason)


@transaction.atomic
def restore(article, revision, by):
    """Go on with an old revision's text, whole; readers see it once it is approved."""
    first_revision(article)
    public = article.public_revision if article.state == State.APPROVED else None
    if public and public.says(revision.document):
        newest = public
    else:
        newest = Revision.take(article, by, revision.document, base=article.latest_revision)
    if public:
        newest.reserve()
        article.pending_state = State.DRAFT if newest != public else ""
    else:
        article = newest.put_in_place()
        article.state = State.DRAFT if article.state == State.SUBMITTED else article.state
    article.latest_revision = newest
    article.version += 1
    article.save(update_fields=["latest_revision", "pending_state", "state", "version"])
    index.update_newsroom(article)
    return record(Action.RESTORE, article, by, "")


@transaction.atomic
def put_in_bin(article, by, reason=""):
    """Take the article out of everybody's way. Nothing of it is deleted."""
    first_revision(article)
    article.binned_at = timezone.now()
    article.save(update_fields=["binned_at"])
    index.update(article)
    return record(Action.BIN, article, by, reason)


@transaction.atomic
def take_out_of_bin(article, by):
    """Have the article back as it was, for readers too."""
    article.binned_at = None
    article.save(update_fields=["binned_at"])
    index.update(article)
    return record(Action.UNBIN, article, by, "")


def put_stage(article, stage):
    """Move the newest text on: the edit of a public article, else the article itself."""
    name = "pending_state" if article.has_edit_waiting else "state"
    setattr(article, name, stage)
    article.save(update_fields=[name])


def record(action, article, by, reason, accepted=()):
    revision = article.latest_revision
    transition = Transition.objects.create(
        article=article,
        action=action,
        revision=revision,
        sha256=revision.sha256 if revision else "",
        reason=reason,
        accepted=list(accepted),
        by=by,
        by_name=name_of(by),
    )
    transaction.on_commit(lambda: mail.tell(transition))
    return transition
