"""Search that forgives: `hoi nghi` finds "Hội nghị", alike on SQLite and PostgreSQL.

words.py    text into words, twice: plain as it is written, folded as it may be typed
index.py    what of an article is indexed, and when; entries stand in the order of publication
engines.py  FTS5 and tsvector: where words are written and found; nothing else knows a database
query.py    what a reader typed, as phrases
saying.py   the same, said as texts may say it
keys.py, slips.py  the same, typed as it was meant
finding.py  the order of results
snippets.py the words around what was found, with marks
forms.py, views.py  the pages
"""
