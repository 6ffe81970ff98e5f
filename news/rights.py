"""Who may do what with which article. What a group may do at all is Django's permissions."""


def may_publish(user, article=None):
    """Whether this person decides what readers see: at all, or of this article."""
    if not user.has_perm("news.publish_article"):
        return False
    return article is None or article.category is None or article.category.lets_approve(user)


def may_publish_all(user, revision):
    """Whether this person decides both where the article is and where its text would go."""
    written, _ = revision.as_article()
    return all(may_publish(user, article) for article in (revision.article, written))


def may_edit(user, article):
    """Whether this person, who may change articles, may change this one.

    Writers have their own; approvers have all. In a category entrusted to named people it takes
    one of them.
    """
    if not (may_publish(user) or article.created_by_id == user.pk):
        return False
    return article.category is None or article.category.lets_write(user)
