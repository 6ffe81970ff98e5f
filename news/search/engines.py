"""Where words are written and found: FTS5 tables on SQLite, tsvector columns on PostgreSQL.

Words are cut by ourselves (words.py) and neither database looks into them: FTS5 with its "ascii"
tokenizer splits at our spaces only, PostgreSQL gets finished vectors. Both answer the same question
with the same places, newest first, and never rank or count: that costs more with every article.

A condition says for each column what must stand in it: a list of clauses, each a list of choices
of which one must hold. A choice is a tuple of phrases that must all occur, a phrase a tuple of
words that follow each other. A last word that ends in "*" may go on.
"""

from django.db import connection

ENDLESS = 2**63 - 1


class Fts5:
    """For a table of entries and each part of it one FTS5 table.

    Its rowid is the entry's place as a negative number, so that the newest is the first. Walked
    backwards (ORDER BY rowid DESC) FTS5 of SQLite 3.40 leaves rows out: among 10,000 long texts of
    52 of 300 phrases.
    """

    walks_by_place = True

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
        columns = (
            f"{column} : ({' AND '.join(map(self.clause, clauses))})"
            for column, clauses in condition.items()
            if clauses
        )
        return " AND ".join(columns)

    def clause(self, choices):
        return f"({' OR '.join(map(self.choice, choices))})"

    def choice(self, phrases):
        return f"({' AND '.join(map(self.phrase, phrases))})"

    def phrase(self, words):
        text = " ".join(words)
        return f'"{text[:-1]}" *' if text.endswith("*") else f'"{text}"'

    def tidy(self, cursor, table, parts):
        for part in parts:
            cursor.execute(f"INSERT INTO {table}_{part}({table}_{part}) VALUES ('optimize')")  # noqa: S608


class Tsvector:
    """For each column of each part a tsvector beside the entry, with a GIN index.

    To look into the vector of a long text takes 40 microseconds, and the planner takes what holds
    all words but some for a hundred times rarer than it is; it knows nothing of either. So about
    texts and about such questions only the index is asked: no order that could be walked (hence
    `place + 0`), and never the whole table.
    """

    walks_by_place = False  # an index of words gives them in no order: it is asked month by month

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
        columns = list(next(iter(rows.values())))
        values = ", ".join(f"{part}_{column} = %s::tsvector" for column in columns)
        cursor.executemany(
            f"UPDATE {table} SET {values} WHERE place = %s",  # noqa: S608
            [(*map(self.vector, copies.values()), place) for place, copies in rows.items()],
        )

        for column in columns:  # else each search would read what waits to be put in
            gin = f"{table}_{part}_{column}"  # not there while a whole archive is being filled
            cursor.execute("SELECT gin_clean_pending_list(to_regclass(%s))", [gin])

    def vector(self, words):
        return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))

    def find(self, cursor, table, part, condition, low, high, limit, expired):
        held = [(f"{part}_{name}", clauses) for name, clauses in condition.items() if clauses]
        tests = "".join(f" AND {column} @@ %s::tsquery" for column, _ in held)
        gone = "AND (expires_at IS NULL OR expires_at > %s)" if expired else ""
        place = "place" if part == "title" and is_plain(condition) else "place + 0"
        cursor.execute(
            f"SET LOCAL enable_seqscan = off; SELECT place FROM {table} "  # noqa: S608
            f"WHERE {place} BETWEEN %s AND %s{tests} {gone} ORDER BY {place} DESC LIMIT %s",
            [low, high, *(self.match(clauses) for _, clauses in held), *expired, limit],
        )
        return [place for (place,) in cursor.fetchall()]

    def match(self, clauses):
        return " & ".join(f"({' | '.join(map(self.choice, choices))})" for choices in clauses)

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
