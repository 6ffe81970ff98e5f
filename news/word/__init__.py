"""Word in, a filled-in article out, with the proof that no word was lost.

Knows no model and no request. The way of a file: opened within limits (package), its legacy
letters, equations and counted numbers written out (source), written anew in the few tags that
mammoth reads without loss (content), turned into HTML (html), and understood as an article
(structure).
"""

from news.word.article import WordArticle
from news.word.convert import reads_old_word
from news.word.errors import NO_WORDS, WordError
from news.word.package import open_package
from news.word.structure import understand

__all__ = ["WordArticle", "WordError", "read", "reads_old_word"]


def read(file) -> WordArticle:
    """Return the article in an uploaded Word file.

    Raises WordError with the sentence that tells the clerk why there is none, and what to do.
    """
    article = understand(open_package(file))
    if not (article.source_words or article.pictures):
        raise WordError(NO_WORDS)
    return article
