"""What readers write to the office: a suggestion here, an error in an article in news.

A kind of letter is a model made of `models.Letter`, a form of `forms.LetterForm`, a page of
`views.LetterPage` and an inbox of `admin.LetterAdmin`. All letters share one limit (limit.py), and
go for good some time after they were handled (`delete_old_letters`).
"""
