"""What people type, as a question to the index: every word, or what stands for it, must be in the record."""

from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ptce_hub.directory.search.models import OPEN_ENDED, SearchWord
from ptce_hub.directory.search.words import name_key, telling, tokens_of, words_in

LONGEST = 200  # characters read
NAMED = 50  # words that one begins, asked for one by one: SQLite takes ten times longer to gather them by itself
BEGUN = 2  # letters from which a word that no record has may begin another
SUGGESTED = 5  # words that one unknown may be taken for
ALIKE = 60  # percent of letters in common


@dataclass(frozen=True)
class Term:
    """A word typed, the tokens any of which answers it, and the beginning that answers it too."""

    typed: str
    tokens: tuple
    beginning: str = ""
    begun: tuple = ()  # all the words of public records that have this beginning, when they are known and few
    instead: tuple = ()  # the words that it was taken for
    is_unknown: bool = False  # no public record has it, nor any word near it

    def fits(self, tokens):
        """Whether a word of a text, given by its tokens, answers."""
        begun = self.beginning and tokens and tokens[0].startswith(self.beginning)
        return bool(begun) or any(token in self.tokens for token in tokens)

    def onwards(self, sign):
        """What asks for the words that it begins; ``sign`` says that a word goes on."""
        if self.begun or not self.beginning:
            return [word for word in self.begun if word not in self.tokens]
        return [self.beginning + sign]

    def naming(self, words):
        """The same term, with the words that it begins among ``words``; a number may begin others, that none keeps."""
        begun = tuple(sorted(word for word in words if self.beginning and word.startswith(self.beginning)))
        return replace(self, begun=begun) if len(begun) <= NAMED and self.beginning.isalpha() else self


@dataclass(frozen=True)
class Question:
    """``terms`` must all be answered; of each group of ``keys``, the record must have one."""

    terms: tuple = ()
    name: str = ""  # the key of a record that would be called just so
    keys: tuple = ()

    @property
    def text(self):
        return " ".join(term.typed for term in self.terms)

    @property
    def corrected(self):
        """The terms that were taken for others."""
        return [term for term in self.terms if term.instead]

    @property
    def unknown(self):
        return [term for term in self.terms if term.is_unknown]

    def among(self, keys):
        """The same question, of the records that have one of the ``keys``."""
        return replace(self, keys=(*self.keys, tuple(keys)))

    def without(self, *terms):
        kept = tuple(term for term in self.terms if term not in terms)
        return replace(self, terms=kept, name=name_key(" ".join(term.typed for term in kept)))

    def fits(self, word):
        """Whether a word of a text is one of those asked for."""
        tokens = tokens_of(word)
        return any(term.fits(tokens) for term in self.terms)

    def fts5(self):
        """In the language of SQLite. Tokens are letters and digits: nothing in them is a sign of the language."""
        return self.written(" AND ", " OR ", " *")

    def tsquery(self):
        """In the language of PostgreSQL."""
        return self.written(" & ", " | ", ":*")

    def tsquery_of_rank(self):
        """Any of the words: PostgreSQL then adds what each weighs instead of how near they stand."""
        return " | ".join([self.name, *(token for term in self.terms for token in term.tokens)])

    def written(self, both, either, onwards):
        words = [either.join([*term.tokens, *term.onwards(onwards)]) for term in self.terms]
        named = f"(({f'){both}('.join(words)}){either}{self.name})"
        return both.join([named, *(f"({either.join(group)})" for group in self.keys)])


def read_question(text):
    """What the public asks, a typo forgiven; None when the text has no word to look for. At most two queries."""
    words = words_asked(text)
    near = SearchWord.objects.near({token for word in words for token in tokens_of(word)})
    known = {token for row in near for token in row}
    missing = [word for word in words if word.isalpha() and known.isdisjoint(tokens_of(word))]
    vocabulary = SearchWord.objects.all_words() if missing else []
    begun = {*vocabulary, *(word for word, _ in near)}
    terms = tuple(missing_term(word, vocabulary) if word in missing else term_of(word) for word in words)
    terms = tuple(term.naming(begun) for term in terms)
    return Question(terms, name_key(" ".join([*term.instead, term.typed][0] for term in terms))) if terms else None


def as_question(words):
    return read_question(words) if isinstance(words, str) else words


def read_question_of_staff(text):
    """What an editor asks: what is not public too, word by word as typed; None when there is no word."""
    terms = tuple(term_of(word, BEGUN) for word in words_asked(text))
    return Question(terms, name_key(text)) if terms else None


def words_asked(text):
    words = words_in(text[:LONGEST])
    return list({tokens_of(word)[0]: word for word in telling(words) or words}.values())


def term_of(word, open_ended=OPEN_ENDED):
    tokens = tokens_of(word)
    return Term(word, tokens, beginning=tokens[0] if len(tokens[0]) >= open_ended else "")


def missing_term(word, vocabulary):
    """For a word that no record has: those that it begins, else the nearest ones."""
    tokens = tokens_of(word)
    if len(tokens[0]) >= BEGUN and any(other.startswith(tokens[0]) for other in vocabulary):
        return Term(word, tokens, beginning=tokens[0])
    nearest = within_a_typo(tokens[0], vocabulary)
    if not nearest:
        return Term(word, tokens, is_unknown=True)
    return Term(word, tuple({token: 1 for other in nearest for token in tokens_of(other)}), instead=tuple(nearest))


def within_a_typo(word, vocabulary):
    """The nearest words: one letter added, dropped, changed or swapped, or two in a long word."""
    allowed = 0 if len(word) < 4 else 1 if len(word) < 9 else 2
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=SUGGESTED)
    return [other for other, distance, _ in found if allowed and distance == found[0][1]]


def alike(word, most=3):
    """Words of public records that look like ``word``, the most alike first."""
    vocabulary = SearchWord.objects.all_words()
    found = process.extract(tokens_of(word)[0], vocabulary, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=most)
    return [other for other, _, _ in found]
