#!/usr/bin/python3
"""No search of the public finds a record of the corpus by what only its
complete view says. What is hidden and what is shown is read by lxml from the
MARCXML of both tiers; what is found is asked by SRU.

Every word and ISSN of a record that its released view does not have, and of a
record that is not confirmed each, is looked for in every index of words that the
public may name, among the records that hide it: none may be found. Every term that the public is listed, in any index and facet,
must be shown by as many records as it is counted for.

With a key the search of everything finds what it is for: the words and ISSN of all fields but the coded
ones, 002 to 009, and the administrative ones, 9XX without the register's own subject headings, 98X.
"""
import collections
import http.client
import json
import re
import time
import unicodedata
import urllib.parse

from lxml import etree

import iso2709
from checks import ISSND, Checks, export, folders, run, stores
from server import Server

MARC = "{http://www.loc.gov/MARC21/slim}"
EXPLAIN = "{http://explain.z3950.org/dtd/2.0/}"
TEXT = ("cql.anywhere", "issn.title", "issn.keyTitle", "issn.titleProper", "issn.url")
NUMBERS = ("issn.issn", "issn.anyIssn", "issn.issnL", "issn.incorrectIssn", "issn.canceledIssn", "issn.canceledIssnL")
RECORDS = 20  # records of one clause
LONGEST = 12_000  # characters of one query
BEGINNINGS = 10  # every so many words are looked for by their beginning
EVIDENCE = 50  # every so many words are looked for with a key

NUMBER = re.compile(r"(?<![0-9A-Za-z])([0-9]{4})[- ]?([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "ς": "σ"})


def main():
    _, work = folders()
    c = Checks("search")
    folder = work / "search"
    folder.mkdir()
    keys = folder / "keys.toml"
    key = run(ISSND, "key", "add", "--keys", keys, "--name", "Example Library", "--tier", "complete").stdout.decode().split()[-1]
    records = looked = requests = 0
    for store in stores(work):
        name = store.parent.name
        complete = dict(marcxml(export(store, "marcxml", "complete", folder / f"{name}.complete.marcxml")))
        released = dict(marcxml(export(store, "marcxml", "released", folder / f"{name}.released.marcxml")))
        content = {issn: Shown(searched(fields)) for issn, fields in complete.items()}
        c.same(f"store {name}: records", list(complete), list(released))
        with Server(store, folder / f"{name}.log", "--keys", keys) as server:
            public, library = Client(server), Client(server, key)
            library.ready(len(complete))
            confirmed = library.identifiers("issn.recordStatus=confirmed")
            c.same(f"store {name}: the public finds the records that are confirmed", confirmed, public.identifiers("cql.allRecords=1"))
            shown = {issn: Shown(texts(fields) if issn in confirmed else ()) for issn, fields in released.items()}
            secrets = hidden(complete, shown)
            look(c, name, public, clauses(secrets))
            look(c, name, public, beginnings(secrets, shown))
            evidence(c, name, library, secrets, content)
            if store == stores(work)[0]:
                refused(c, name, public, library)
            terms(c, name, public, shown)
            c.same(f"store {name}: panics and errors in the log", [], server.panics())
            records += len(shown)
            looked += sum(map(len, secrets.values()))
            requests += public.requests
    c.note(f"{looked} hidden words of {records} records were looked for, with {requests} requests")
    c.end()


class Client:
    """SRU 2.0 over one connection."""

    def __init__(self, server, key=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"X-API-Key": key} if key else {})
        self.requests = 0

    def ask(self, **parameters):
        self.requests += 1
        self.connection.request("POST", "/sru", urllib.parse.urlencode(parameters | {"httpAccept": "application/json"}), self.headers)
        answer = self.connection.getresponse()
        return json.loads(answer.read())

    def count(self, query):
        """How many records a query finds."""
        answer = self.ask(query=query, maximumRecords=0)
        if "diagnostics" in answer or "numberOfRecords" not in answer:
            raise RuntimeError(f"{query[:500]}: {answer.get('diagnostics')}")
        return answer["numberOfRecords"]

    def identifiers(self, query):
        """What a query finds."""
        found, at = set(), 1
        while at:
            answer = self.ask(query=query, startRecord=at, maximumRecords=1000, recordSchema="schemaorg")
            found.update(r["recordIdentifier"] for r in answer.get("records", ()))
            at = answer.get("nextRecordPosition")
        return found

    def ready(self, records):
        """Waits until the index has all records."""
        for _ in range(1200):
            answer = self.ask(query="cql.allRecords=1", maximumRecords=0)
            if answer.get("numberOfRecords") == records:
                return
            time.sleep(0.1)
        raise RuntimeError(f"the index is not ready: {answer}")

    def scan(self, index, relation="="):
        """All terms of an index, with their counts."""
        last, position = "", 1
        while terms := self.page(index, relation, last, position):
            yield from terms
            last, position = terms[-1][0], 0

    def page(self, index, relation, term, position):
        answer = self.ask(scanClause=f'{index} {relation} {quoted(term)}', responsePosition=position, maximumTerms=1000)
        if "diagnostics" in answer:
            raise RuntimeError(f"scan of {index} {relation} {term}: {answer['diagnostics']}")
        return [(t["value"], t["numberOfRecords"]) for t in answer.get("terms", [])]

    def indexes(self):
        """The indexes that explain names, by what can be done with them."""
        self.connection.request("GET", "/sru", headers=self.headers)
        root = etree.fromstring(self.connection.getresponse().read())
        return {f"{n.get('set')}.{n.text}": index.get("scan") == "true" for index in root.iter(EXPLAIN + "index") for n in index.iter(EXPLAIN + "name")}


class Shown:
    """What fields of a record say."""

    def __init__(self, values):
        values = list(values)
        self.words = set(tokens(values))
        self.numbers = numbers(values)


def quoted(term):
    return '"' + re.sub(r'(["\\*?^])', r"\\\1", term) + '"'


def tokens(values):
    """The words of texts, folded, and each as it stands there."""
    found = {}
    for value in values:
        text = "".join(c if unicodedata.category(c)[0] in "LNM" or unicodedata.category(c) in ("Cf", "Sk") or "\x80" <= c < "\xa0" else " "
                       for c in unicodedata.normalize("NFKC", value))
        for word in text.split():
            plain = unicodedata.normalize("NFKD", word.lower())
            plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Sk", "Lm", "Cc")).translate(LETTERS)
            if plain:
                found.setdefault(plain, word)
    return found


def numbers(values):
    """What looks like an ISSN in texts."""
    return {f"{a}-{b.upper()}" for value in values for a, b in NUMBER.findall(value)}


def valid(number):
    return iso2709.check_character(number.replace("-", "")) == number[-1]


def marcxml(path):
    """The ISSN of each record of a file and the values of its fields, each with
    its tag and code."""
    for _, rec in etree.iterparse(str(path), tag=MARC + "record", huge_tree=True):
        fields = [(e.get("tag") or e.getparent().get("tag"), e.get("code") or "", e.text or "")
                  for e in rec.iter(MARC + "controlfield", MARC + "subfield")]
        issn = next(m.group(1).upper() for e in rec.findall(f"{MARC}datafield[@tag='022']/{MARC}subfield")
                    if e.get("code") in "az" and (m := re.match(r"\s*(\d{4}-\d{3}[\dXx])", e.text or "")))
        yield issn, fields
        rec.clear()


def texts(fields):
    return [text for _, _, text in fields]


def searched(fields):
    """The values in which a search of everything looks. Which fields belong
    together, $6 and $8, is no content. An ISSN is one word, and a Dewey number has
    no marks that show where it may be cut."""
    for tag, code, text in fields:
        if tag < "002" or "009" < tag < "900" and code not in ("6", "8") or tag[:2] == "98":
            yield re.sub("[/']", "", text) if (tag, code) == ("082", "a") else NUMBER.sub(r"\1\2", text)


def hidden(complete, shown):
    """For each word and each ISSN that some record hides, as it stands there,
    the records that do."""
    places = collections.defaultdict(list)
    for issn, fields in complete.items():
        values = texts(fields)
        for plain, word in tokens(values).items():
            if (len(plain) > 2 and plain not in shown[issn].words and not numbers([word]) & shown[issn].numbers
                    and not UNSPACED.search(plain) and len(word) < 100):
                places[plain, word].append(issn)
        for number in filter(valid, numbers(values) - shown[issn].numbers):
            places[number, number].append(issn)
    return places


def clauses(secrets):
    """What must find nothing: a hidden word, among the records that hide it, in
    each index."""
    for (plain, word), issns in secrets.items():
        indexes = NUMBERS + TEXT[:2] if re.fullmatch(NUMBER, word) and "-" in word else TEXT
        for n in range(0, len(issns), RECORDS):
            among = f'issn.issn any "{" ".join(issns[n:n + RECORDS])}"'
            yield f"({' or '.join(f'{i}={quoted(word)}' for i in indexes)}) and {among}"


def beginnings(secrets, shown):
    """The same with the beginning of a word, where no word that is shown begins so."""
    for n, ((plain, word), issns) in enumerate(secrets.items()):
        if n % BEGINNINGS or len(plain) < 6 or not plain.isascii() or not plain.isalpha():
            continue
        among = [i for i in issns if not any(w.startswith(plain[:-1]) for w in shown[i].words)][:RECORDS]
        if among:
            yield f'({" or ".join(f"{i}={plain[:-1]}*" for i in TEXT)}) and issn.issn any "{" ".join(among)}"'


def look(c, name, client, wanted):
    """Asks for many clauses at once, and for each alone where one finds something."""
    batch, length = [], 0
    for clause in [*wanted, None]:
        if batch and (clause is None or length + len(clause) > LONGEST):
            if client.count(" or ".join(batch)) == 0:
                c.passed += len(batch)
            else:
                for b in batch:
                    c.same(f"store {name}: the public finds {b}", 0, client.count(b))
            batch, length = [], 0
        if clause:
            batch.append(f"({clause})")
            length += len(clause) + 6


def evidence(c, name, client, secrets, content):
    """With a key the same words are found: they are looked for rightly, and the
    search of everything is one."""
    for (plain, word), issns in list(secrets.items())[::EVIDENCE]:
        have = [i for i in issns if plain in content[i].words or word in content[i].numbers][:RECORDS]
        if have:
            query = f'cql.anywhere={quoted(word)} and issn.issn any "{" ".join(have)}"'
            c.same(f"store {name}: with a key {query}", len(have), client.count(query))


def terms(c, name, client, shown):
    """Every term of a list is shown by as many records as are counted."""
    words, of = collections.Counter(), collections.defaultdict(set)
    given = collections.Counter()
    for issn, s in shown.items():
        words.update(s.words)
        given.update(s.numbers)
        for w in s.words:
            of[w].add(issn)
    for index in TEXT:
        for term, count in client.scan(index):
            if UNSPACED.search(term):
                continue
            have = given[term.upper()] if "-" in term else words[next(iter(tokens([term])), "")]
            c.check(0 < count <= have, f"store {name}: {index} lists {term!r} for {count} records, {have} show it")
    for index in ("issn.title", "issn.keyTitle", "issn.titleProper"):
        for term, count in client.scan(index, "=="):
            have = [of[w] for w in tokens([term[:200].rpartition(" ")[0] or term])]
            if not UNSPACED.search(term):
                c.check(have and len(set.intersection(*have)) >= count, f"store {name}: {index} lists the value {term!r} for {count} records")
    for index in NUMBERS:
        for term, count in client.scan(index):
            c.check(0 < count <= given[term.upper()], f"store {name}: {index} lists {term} for {count} records, {given[term.upper()]} show it")


def refused(c, name, public, library):
    """What explain does not name for the public is refused, however it is asked."""
    free, all_ = public.indexes(), library.indexes()
    more = sorted(set(all_) - set(free))
    c.check(set(free) < set(all_) and set(TEXT + NUMBERS) <= set(free), f"store {name}: the indexes of the public are some of all", sorted(free))
    for index in more + ["marc.260$b", "marc.008"]:
        for what, parameters in (
                ("query", {"query": f"{index}=1999"}), ("part of a query", {"query": f"cql.anywhere=a or {index}=1999"}),
                ("scan", {"scanClause": f"{index}=a"}), ("sort", {"query": f"cql.allRecords=1 sortby {index}"}),
                ("facet", {"query": "cql.allRecords=1", "facetLimit": f"5:{index}", "maximumRecords": 0})):
            answer = public.ask(**parameters)
            told = answer.get("facetedResults") if what == "facet" else answer.get("numberOfRecords") or answer.get("terms")
            c.check("diagnostics" in answer and not told, f"store {name}: {what} of {index} by the public", json.dumps(answer)[:300])
    every = public.ask(query="cql.allRecords=1", facetLimit="-1", maximumRecords=0)
    named = {f["index"] for f in every["facetedResults"]}
    c.check(named and named <= set(free), f"store {name}: all facets of the public", sorted(named - set(free)))


main()
