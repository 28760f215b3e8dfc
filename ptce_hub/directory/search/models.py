"""What is searched: a row of tokens for each record, the index that the database makes of it, the words in use."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, F, FloatField, Func, Lookup, Q, Value, When

OPEN_ENDED = 4  # letters from which a word also stands for those that it begins: « mobil » for « mobilier »
NAMED_SO = 3.0  # times that a record of the very name counts more


class SearchEntry(models.Model):
    """What finds and shows a record in a search; made by ``indexing``, never edited.

    The last five fields are tokens. Triggers (SQLite) or a generated column (PostgreSQL) keep the index true to them:
    a migration that rebuilds this table on SQLite must create the triggers again.
    """

    kind = models.CharField("nature", max_length=30)
    object_id = models.PositiveBigIntegerField("fiche")
    public = models.BooleanField("publiée")
    sort_name = models.CharField("nom à trier", max_length=500)
    name = models.CharField("nom", max_length=250)
    path = models.CharField("adresse", max_length=200)
    where = models.CharField("lieu", max_length=500, blank=True)
    weight = models.FloatField("poids", default=1, help_text="Plus grand quand d'autres fiches nomment celle-ci.")
    text = models.TextField("texte", blank=True, help_text="Une ligne par champ, montrée quand elle répond.")
    exact = models.TextField(blank=True)
    title = models.TextField(blank=True)
    place = models.TextField(blank=True)
    body = models.TextField(blank=True)
    keys = models.TextField(blank=True)

    class Meta:
        verbose_name = "fiche cherchée"
        verbose_name_plural = "fiches cherchées"
        indexes = [models.Index(fields=["kind", "sort_name"], name="search_entry_by_name")]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_is_one_a_record")]

    def __str__(self):
        return self.name


class SearchIndexQuerySet(models.QuerySet):
    def answering(self, question):
        return self.filter(words__answers=question)

    def best_first(self, question):
        named_so = Case(When(entry__exact__contains=f" {question.name} ", then=Value(NAMED_SO)), default=Value(1.0))
        badness = Badness(F("words"), F("rank"), question=question) * F("entry__weight") * named_so
        return self.annotate(badness=badness).order_by("badness", "entry__sort_name", "pk")


class SearchIndex(models.Model):
    """The index: a full-text table on SQLite, a view of the generated column on PostgreSQL; see the migration."""

    entry = models.OneToOneField(
        SearchEntry, models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="index", db_constraint=False
    )
    words = models.TextField(db_column="directory_searchindex")
    rank = models.FloatField()

    objects = SearchIndexQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "directory_searchindex"

    def __str__(self):
        return str(self.pk)


@models.TextField.register_lookup
class Answers(Lookup):
    """Whether the index of a record answers a ``Question``."""

    lookup_name = "answers"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        words, params = self.process_lhs(compiler, connection)
        return f"{words} MATCH %s", (*params, self.rhs.fts5())

    def as_postgresql(self, compiler, connection):
        words, params = self.process_lhs(compiler, connection)
        return f"{words} @@ to_tsquery('simple', %s)", (*params, self.rhs.tsquery())


class Badness(Func):
    """How badly a record answers, in no unit and below zero: the lesser, the better."""

    output_field = FloatField()

    def __init__(self, *columns, question):
        super().__init__(*columns)
        self.question = question

    def as_sqlite(self, compiler, connection):
        return compiler.compile(self.source_expressions[1])  # set to ``bm25`` with our weights by the migration

    def as_postgresql(self, compiler, connection):
        words, params = compiler.compile(self.source_expressions[0])
        weights = "{0.8, 0.02, 0.1, 0.4}"  # of exact names and keys, body, place, title
        sql = f"-ts_rank('{weights}', {words}, to_tsquery('simple', %s), 1)"
        return sql, (*params, self.question.tsquery_of_rank())


@models.CharField.register_lookup
class Begins(Lookup):
    """Whether a word in ASCII has this beginning, asked so that the index of the column answers."""

    lookup_name = "begins"

    def as_sqlite(self, compiler, connection):
        word, params = self.process_lhs(compiler, connection)
        return f"({word} >= %s AND {word} < %s)", (*params, self.rhs, *params, self.rhs + "\x7f")

    def as_postgresql(self, compiler, connection):
        word, params = self.process_lhs(compiler, connection)
        return f"{word} LIKE %s", (*params, f"{self.rhs}%")


class SearchWordManager(models.Manager):
    def near(self, tokens):
        """``(word, stem)`` of what public records have of ``tokens``, and of what these begin."""
        if not tokens:
            return []
        begun = reduce(or_, (Q(word__begins=token) for token in sorted(tokens) if len(token) >= OPEN_ENDED), Q())
        return list(self.filter(Q(word__in=tokens) | Q(stem__in=tokens) | begun).values_list("word", "stem"))

    def all_words(self):
        """Those that a typo may be corrected to: a number is not."""
        return [word for word in self.values_list("word", flat=True) if word.isalpha()]


class SearchWord(models.Model):
    """A word that a public record has, or had since the last rebuild: what typos are corrected to."""

    word = models.CharField("mot", max_length=40, primary_key=True)
    stem = models.CharField("radical", max_length=40, db_index=True)

    objects = SearchWordManager()

    class Meta:
        verbose_name = "mot cherché"
        verbose_name_plural = "mots cherchés"

    def __str__(self):
        return self.word
