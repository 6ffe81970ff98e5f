from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin bài"
    never_printed = {
        "Revision": "readers see the approved text, which is in the article",
        "Transition": "the newsroom's history",
        "Dismissal": "the newsroom's findings",
        "ErrorReport": "a private inbox",
        "SavedForm": "how the newsroom's forms went",
        "Typing": "what somebody is typing just now",
        "PreviewLink": "a preview is never kept",
        "PreviewOpening": "a preview is never kept",
        "NewsroomEntry": "what the newsroom searches",
        "PublicEntry": "the index of articles, each of which makes a version itself",
        "WordImport": "a draft on its way",
    }

    def next_change(self, now):
        from news.models import Article

        return Article.objects.next_change(now)
