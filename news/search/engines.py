"""Where words are written and found: FTS5 tables on SQLite, tsvector columns on PostgreSQL.

Words are cut by ourselves (words.py) and neither database looks into them: FTS5 with its "ascii"
tokenizer splits at our spaces only, PostgreSQL gets finished vectors. Both answer the same question
with the same places, newest first, and never rank or count: that costs more with every article.

A condition says for each column what must stand in it: a list of clauses, each a list of choices
of which one must hold. A choice is a tuple of phrases that must all occur, a phrase a tuple of
words that follow each other. A last word that ends in "*" may go on.
"""

from itertools import pairwise

from django.db import connection

from news.search.words import GAP, fold

ENDLESS = 2**63 - 1


class Fts5:
    """For a table of entries and each part of it one FTS5 table.

    Its rowid is the entry's place as a negative number, so that the newest is the first. Walked
    backwards (ORDER BY rowid DESC) FTS5 of SQLite 3.40 leaves rows out: among 10,000 long texts of
    52 of 300 phrases.

    A walk ends with the last row that it can give, not at the lowest place asked for: what is not
    there is looked for through all that is older. Where words are common, the months between are
    asked for as well, and beyond them there is nothing.
    """

    walks_by_place = True
    most_months = 120  # that are asked for by name; each is a step more for each row

    def create(self, cursor, table, parts):
        for part, columns in parts.items():
            cursor.execute(
                f"CREATE VIRTUAL TABLE {table}_{part} USING fts5("
                f"{', '.join(columns)}, tokenize='ascii'{self.prefixes(part)})"
            )
            # Whatever deletes an entry, a cascade too, takes its words along.
            cursor.execute(
                f"CREATE TRIGGER {table}_{part}_gone AFTER DELETE ON {table} BEGIN "  # noqa: S608
                f"DELETE FROM {table}_{part} WHERE rowid = -old.place; END"  # noqa: S608
            )

    def prefixes(self, part):
        return ", prefix='2 3'" if part == "title" else ""

    def drop(self, cursor, table, parts):
        for part in parts:
            cursor.execute(f"DROP TRIGGER {table}_{part}_gone")
            cursor.execute(f"DROP TABLE {table}_{part}")

    def write(self, cursor, table, part, rows):
        """Write {place: {column: words}}."""
        columns = list(next(iter(rows.values())))
        marks = ", ".join(["%s"] * (len(columns) + 1))
        cursor.executemany(
            f"INSERT INTO {table}_{part} (rowid, {', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            [(-place, *map(" ".join, copies.values())) for place, copies in rows.items()],
        )

    def find(self, cursor, table, part, condition, low, high, limit, expired):
        """Return at most `limit` places from `high` down to `low` at which the condition holds."""
        full = f"{table}_{part}"
        gone = f"AND rowid NOT IN (SELECT -place FROM {table} WHERE expires_at <= %s)"  # noqa: S608
        cursor.execute(
            f"SELECT -rowid FROM {full} WHERE {full} MATCH %s AND rowid BETWEEN %s AND %s "  # noqa: S608
            f"{gone if expired else ''} ORDER BY rowid LIMIT %s",
            [self.match(condition), -high, -low, *expired, limit],
        )
        return [place for (place,) in cursor.fetchall()]

    def match(self, condition):
        clauses = (
            f"({' OR '.join(self.choice(column, phrases) for phrases in choices)})"
            for column, clauses in condition.items()
            for choices in clauses
        )
        return " AND ".join(clauses)

    def choice(self, column, phrases):
        return f"({' AND '.join(self.phrase(column, words) for words in phrases)})"

    def phrase(self, column, words):
        text = " ".join(words)
        quoted = f'"{text[:-1]}" *' if text.endswith("*") else f'"{text}"'
        return f"{column} : {quoted}" if self.must_be_named(column, words) else quoted

    def must_be_named(self, column, words):
        """Whether the other column may have these words where this one has not.

        To name a column costs up to as much again: FTS5 then looks for each word of each row in
        which columns it stands. But a word that is not its own folded form stands in `plain` only,
        and one that is stands in `fold` wherever it stands in `plain`. (A beginning may be of
        either.)
        """
        if column == "plain":
            return all(fold(word) == word for word in words)
        return words[-1].endswith("*")

    def tidy(self, cursor, table, parts):
        for part in parts:
            cursor.execute(f"INSERT INTO {table}_{part}({table}_{part}) VALUES ('optimize')")  # noqa: S608


class Tsvector:
    """For each column of each part a tsvector beside the entry, with a GIN index.

    To look into the vector of a long text takes up to 40 microseconds, and the planner takes what
    holds all words but some for a hundred times rarer than it is; it knows nothing of either. So
    about texts and about such questions only the index is asked: no order that could be walked
    (hence `place + 0`), and never the whole table.

    An index knows no neighbours either. So that a phrase is not looked for in every text with its
    words, each pair of neighbours in a text is a word of its own besides. What is left is looked
    into from the newest on, until there is enough.
    """

    walks_by_place = False  # an index of words gives them in no order: it is asked month by month
    most_months = 36  # that are asked for by name; beyond, to look at what is found costs less
    paired = "text_fold"

    def create(self, cursor, table, parts):
        for column in self.columns(parts):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} tsvector")
            cursor.execute(f"CREATE INDEX {table}_{column} ON {table} USING gin ({column})")

    def drop(self, cursor, table, parts):
        for column in self.columns(parts):
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")

    def columns(self, parts):
        return [f"{part}_{column}" for part, columns in parts.items() for column in columns]

    def write(self, cursor, table, part, rows):
        columns = [f"{part}_{column}" for column in next(iter(rows.values()))]
        values = ", ".join(f"{column} = %s::tsvector" for column in columns)
        cursor.executemany(
            f"UPDATE {table} SET {values} WHERE place = %s",  # noqa: S608
            [
                (*map(self.vector, columns, copies.values()), place)
                for place, copies in rows.items()
            ],
        )

        for column in columns:  # else each search would read what waits to be put in
            gin = f"{table}_{column}"  # not there while a whole archive is being filled
            cursor.execute("SELECT gin_clean_pending_list(to_regclass(%s))", [gin])

    def vector(self, column, words):
        placed = [f"'{word}':{place}" for place, word in enumerate(words, 1)]
        pairs = sorted(set(self.pairs(words))) if column == self.paired else []
        return " ".join([*placed, *(f"'{pair}'" for pair in pairs)])

    def pairs(self, words):
        """Return a word for each two that follow each other."""
        pairs = pairwise(words)
        return [f"{GAP}{a}{GAP}{b}" for a, b in pairs if GAP not in (a, b)]

    def find(self, cursor, table, part, condition, low, high, limit, expired):
        held = {f"{part}_{name}": clauses for name, clauses in condition.items() if clauses}
        indexed = {column: self.loosened(column, clauses) for column, clauses in held.items()}
        unsure = {column: self.unsure(column, clauses) for column, clauses in held.items()}
        if part != "text":
            indexed, unsure = held, {}
        gone = " AND (expires_at IS NULL OR expires_at > %s)" if expired else ""
        place = "place" if part != "text" and is_plain(condition) else "place + 0"
        seen = [column for column, clauses in unsure.items() if clauses]
        sql = (
            f"SELECT {', '.join([f'{place} AS place', *seen])} FROM {table} "  # noqa: S608
            f"WHERE {place} BETWEEN %s AND %s{gone}{self.tests(indexed)} ORDER BY 1 DESC"
        )
        if seen:  # OFFSET: what is to be looked into is put in order first
            sql = f"SELECT place FROM ({sql} OFFSET 0) AS held WHERE true{self.tests(unsure)} "  # noqa: S608
            sql += "ORDER BY place DESC"
        cursor.execute(
            f"SET LOCAL enable_seqscan = off; {sql} LIMIT %s",
            [low, high, *expired, *self.questions(indexed), *self.questions(unsure), limit],
        )
        return [place for (place,) in cursor.fetchall()]

    def among(self, cursor, table, part, condition, places, limit):
        """Return the newest of these few places at which the condition holds.

        OFFSET keeps the planner from the index of words, which may give thousands.
        """
        held = {f"{part}_{name}": clauses for name, clauses in condition.items() if clauses}
        known = (
            f"SELECT {', '.join(['place', *held])} FROM {table} "  # noqa: S608
            "WHERE place = ANY(%s) ORDER BY place DESC OFFSET 0"
        )
        cursor.execute(
            f"SELECT place FROM ({known}) AS known WHERE true{self.tests(held)} "  # noqa: S608
            "ORDER BY place DESC LIMIT %s",
            [places, *self.questions(held), limit],
        )
        return [place for (place,) in cursor.fetchall()]

    def loosened(self, column, clauses):
        """Return clauses that an index answers by itself; they hold wherever these do."""

        def loosen(phrase):
            return self.pairs(phrase) if column == self.paired and len(phrase) > 1 else phrase

        return [
            [tuple((word,) for phrase in phrases for word in loosen(phrase)) for phrases in choices]
            for choices in clauses
        ]

    def unsure(self, column, clauses):
        """Return the clauses that say more than what they are loosened to."""
        sure = 2 if column == self.paired else 1
        return [
            choices
            for choices in clauses
            if any(len(phrase) > sure for phrases in choices for phrase in phrases)
        ]

    # Each clause is a test of its own: joined to one, an index compares each word of each with
    # every article that has one of them, six times as dear for thirty months.

    def tests(self, held):
        tests = (f" AND {column} @@ %s::tsquery" * len(held[column]) for column in held)
        return "".join(tests)

    def questions(self, held):
        return [self.match(choices) for clauses in held.values() for choices in clauses]

    def match(self, choices):
        return " | ".join(map(self.choice, choices))

    def choice(self, phrases):
        return f"({' & '.join(map(self.phrase, phrases))})"

    def phrase(self, words):
        return f"({' <-> '.join(map(self.word, words))})"

    def word(self, word):
        return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"

    def tidy(self, cursor, table, parts):
        cursor.execute(f"ANALYZE {table}")


def is_plain(condition):
    """Whether the condition has no choice of several phrases."""
    clauses = [clause for clauses in condition.values() for clause in clauses]
    return all(len(phrases) == 1 for clause in clauses for phrases in clause)


ENGINES = {"sqlite": Fts5(), "postgresql": Tsvector()}


def engine(vendor=None):
    return ENGINES[vendor or connection.vendor]
