#!/usr/bin/python3
"""SRU as a checker and clients that others wrote see it: yaz-client, zoomsh,
Catmandu, with the sample register, the corpus and a large generated register,
for the public and with a key. The queries of the suite of cql-java are sent, and
in the large register such as cost the most.
"""
import csv
import itertools
import json
import re
import time
import urllib.parse
import xml.etree.ElementTree

from checks import ISSND, ROOT, Checks, export, folders, run, stores
from server import Server

LARGE = 100_000  # records of the generated register
LIMIT = 10  # seconds that a search may take (search/limits.go)
SLACK = 5  # seconds besides, for a slow machine
SYNTAX = {"10", "13", "14"}  # diagnostics of what is no CQL
TOLD = {"12", "29", "30", "38", "47", "59", "60"}  # diagnostics of what is not searched, or not to its end, for what it costs
LAX = {"09/01", "10/13"}  # where the suite leaves the grammar (cql/suite_test.go)

# Words with masks, and the words that they stand for.
MASKS = {
    "*ation": ".*ation", "*e": ".*e", "?a*": ".a.*", "*a*": ".*a.*", "???": "...", "*a*e*i*": ".*a.*e.*i.*", "*s?": ".*s.",
    "?*a?*e?*": "..*a..*e..*", "*a*e*o*": ".*a.*e.*o.*", "s*n": "s.*n", "?????????*": ".{9}.*",
}


def main():
    shared, work = folders()
    c = Checks("SRU")
    folder = work / "sru"
    folder.mkdir()
    keys = folder / "keys.toml"
    key = run(ISSND, "key", "add", "--keys", keys, "--name", "Example Library", "--tier", "complete").stdout.decode().split()[-1]
    sample = folder / "sample"
    run(ISSND, "import", "--data", sample, "--quiet", ROOT / "testdata" / "sample.mrc")
    for name, data in (("sample", sample), ("corpus", stores(work)[0]), ("large", large(folder))):
        with Server(data, folder / f"{name}.log", "--keys", keys) as server:
            base = server.url + "/sru"
            ready(base)
            for viewer, headers in (("public", ()), ("key", ("--header", f"X-API-Key: {key}"))):
                checker(c, f"{name}, {viewer}", shared, folder, base, headers)
            if name == "large":
                titles = key_titles(export(data, "csv", "released", folder / "large.csv"))
                for viewer, headers in (("public", ()), ("key", ("-H", f"X-API-Key: {key}"))):
                    costly(c, viewer, base, headers, titles)
            if name == "sample":
                suite(c, shared, base)
                yaz(c, base, key)
                zoom(c, base)
                catmandu(c, base)
                wrong(c, base)
            c.same(f"{name}: panics and errors in the log", [], server.panics())
    c.end()


def large(folder):
    """A register in which pages far behind the first can be asked for."""
    source, data = folder / "large.mrc", folder / "large"
    run("go", "run", "./bench/cmd/generate", "-n", LARGE, "-o", source, cwd=ROOT)
    run(ISSND, "import", "--data", data, "--quiet", source)
    source.unlink()
    return data


def ask(base, *args, **parameters):
    """The JSON answer to a request of 2.0."""
    query = urllib.parse.urlencode(parameters | {"httpAccept": "application/json"})
    return json.loads(run("curl", "-sS", "--max-time", "60", *args, f"{base}?{query}").stdout)


def ready(base):
    """Waits until the index is there and has all records."""
    before = 0
    for _ in range(1500):
        answer = ask(base, query="cql.allRecords=1", maximumRecords=0)
        count = answer.get("numberOfRecords", 0)
        if count and count == before:
            return
        before = count
        time.sleep(0.2)
    raise RuntimeError(f"the index is not ready: {answer}")


def checker(c, what, shared, folder, base, headers):
    """Counts what the checker counts, with the schemas."""
    report = folder / "report.json"
    done = run("/usr/bin/python3", shared / "check" / "sru_check.py", "--xsd", shared / "xsd" / "sru", "--json", report, *headers, base, status=None)
    if not c.check(done.returncode in (0, 1) and report.exists(), f"{what}: the checker runs", done.stdout[-500:], done.stderr[-500:]):
        return
    results = json.loads(report.read_text())
    for r in results:
        if r["result"] != "SKIP":
            c.check(r["result"] == "PASS", f"{what}: {r['id']} {r['what']}", r["why"])
    skipped = [r["id"] for r in results if r["result"] == "SKIP"]
    c.note(f"{what}: {done.stdout.decode().splitlines()[-1]}, skipped {' '.join(skipped) or 'none'}")
    report.unlink()


def suite(c, shared, base):
    """Every query of the suite of cql-java is understood, or refused, as the
    suite says. What is understood may name what nobody here knows."""
    files = sorted((shared / "cql-suite" / "cql-java" / "regression").glob("*/*.cql"))
    c.check(len(files) > 90, f"the suite of cql-java has {len(files)} queries")
    for file, version in itertools.product(files, ("1.1", "1.2", "2.0")):
        name = f"{file.parent.name}/{file.stem}"
        asked = {"query": file.read_text(), "maximumRecords": 1}
        if version != "2.0":
            asked |= {"version": version, "operation": "searchRetrieve"}
        done = run("curl", "-sS", "--max-time", "60", "-w", "\n%{http_code}", f"{base}?{urllib.parse.urlencode(asked)}")
        body, _, status = done.stdout.rpartition(b"\n")
        codes = set(re.findall(r"info:srw/diagnostic/1/(\d+)", body.decode()))
        counted = [e.text for e in xml.etree.ElementTree.fromstring(body).iter() if e.tag.endswith("}numberOfRecords")]
        c.check(status == b"200" and (codes or counted), f"cql-java {name}, {version}: an answer", status, body)
        wanted = file.with_suffix(".xcql")
        if wanted.exists() and name not in LAX:
            refused = not wanted.read_text().startswith("<")
            c.check(bool(codes & SYNTAX) == refused, f"cql-java {name}, {version}: {'refused' if refused else 'understood'}", asked["query"], body)


def key_titles(path):
    """The words of the key title of each record of a file in CSV."""
    with open(path, encoding="utf-8", newline="") as rows:
        return [set(re.findall(r"\w+", row["key_title"].lower())) for row in csv.DictReader(rows)]


def costly(c, viewer, base, headers, titles):
    """No query takes longer than the limit, whatever it stands for: what it
    finds is counted exactly, or a diagnostic says that it is not."""
    counted = 0
    for mask, words in MASKS.items():
        got = limited(c, viewer, base, headers, query=f"issn.keyTitle={mask}")
        if viewer == "public" and got is not None:
            counted += got > 0
            c.same(f"large: issn.keyTitle={mask}", sum(any(re.fullmatch(words, w) for w in title) for title in titles), got)
        for index in ("dc.title", "cql.anywhere", "issn.url"):
            limited(c, viewer, base, headers, query=f"{index}={mask}")
    if viewer == "public":
        c.check(counted > 3, f"large: {counted} masks stand for words of titles, and not for too many")
        return  # what follows costs less where there are fewer fields
    pairs = ["".join(p) for p in itertools.product("aeiou", "nrst")]
    many = " or ".join(f"cql.anywhere=*{p}*" for p in pairs)
    for query in (
            "cql.anywhere=*a*b*c*d*e*f*g*h*i*", "cql.anywhere=*", "cql.anywhere=?*?*", "cql.anywhere=a*", "issn.anyIssn=*1*", "issn.issn=????-???X",
            'dc.title="*a* *e* *i*"', 'dc.title=="*a*e*i*o*"', "dc.title=*a* prox/distance<5 dc.title=*e*", 'cql.anywhere any "*a *e *i *o *u"',
            "dc.title=/fuzzy jurnal", 'cql.anywhere all/fuzzy "jurnal sience medicin"', 'dc.title any/fuzzy "aaaa eeee iiii oooo"',
            many, " and ".join(f"({many})" for _ in range(3)), f"cql.allRecords=1 not ({many})", f"({many}) sortby dc.title issn.country/sort.descending",
            " or ".join(f"dc.title=/fuzzy {p}{q}" for p in pairs for q in ("ation", "ologi"))):
        limited(c, viewer, base, headers, query=query, facetLimit=-1)
    every = limited(c, viewer, base, headers, query="cql.allRecords=1", facetLimit=-1)
    limited(c, viewer, base, headers, query="cql.allRecords=1", facetLimit=-1, facetSort="alphanumeric/descending")
    limited(c, viewer, base, headers, query="cql.allRecords=1 sortby dc.title/sort.descending", startRecord=every)


def limited(c, viewer, base, headers, **parameters):
    """How many records are found within the limit, None where a diagnostic says
    that they are not."""
    start = time.monotonic()
    answer = ask(base, *headers, **parameters)
    took, what = time.monotonic() - start, f"large, {viewer}: {parameters}"[:200]
    codes = {d["uri"].rpartition("/")[2] for d in answer.get("diagnostics", ())}
    c.check(took <= LIMIT + SLACK, f"{what}: {took:.1f} s")
    c.check(codes <= TOLD, f"{what}: diagnostics {codes}", json.dumps(answer)[:500])
    c.check(codes - {"59"} or answer.get("resultCountPrecision") == "exact", f"{what}: exact, or not counted", json.dumps(answer)[:500])
    return answer.get("numberOfRecords")


def client(*commands):
    """What yaz-client says to commands."""
    return run("yaz-client", input="\n".join((*commands, "quit", "")).encode(), status=None).stdout.decode("utf-8", "replace")


def yaz(c, base, key):
    hits = str(ask(base, query="dc.title=chemie", maximumRecords=0)["numberOfRecords"])
    for version in ("1.1", "1.2", "2.0"):
        for method in ("get", "post", "soap"):
            what = f"yaz-client, {version} by {method}"
            said = client(f"open {base}", f"sru {method} {version}", "schema marcxml", "find dc.title=chemie", "show 1+2", "schema dc", "show 2",
                          "find dc.title=", "scan dc.title=chemie")
            c.same(f"{what}: hits", hits, next(iter(re.findall(r"Number of hits: (\d+)", said)), None))
            c.same(f"{what}: records", ["info:srw/schema/1/marcxml-v1.1"] * 2 + ["info:srw/schema/1/dc-v1.1"], re.findall(r"pos=\d+ schema=(\S+)", said))
            c.check("info:srw/diagnostic/1/10" in said, f"{what}: a diagnostic", said[-500:])
            c.check(re.search(rf"^chemie: {hits}\b", said, re.M), f"{what}: scan", said[-500:])
    said = client(f"open {base}", "sru get 2.0", "facets @attr 1=issn.country @attr 3=3", "find cql.allRecords=1")
    want = ask(base, query="cql.allRecords=1", maximumRecords=0, facetLimit="3:issn.country")["facetedResults"][0]["terms"]
    c.same("yaz-client: facets", [(t["actualTerm"], str(t["count"])) for t in want], re.findall(r"^ {4}(\S+) \((\d+)\)", said, re.M))
    said = client(f"auth library/{key}", f"open {base}", "sru get 1.2", "find cql.allRecords=1", "find dc.publisher=springer")
    more = ask(base, "-H", f"X-API-Key: {key}", query="cql.allRecords=1", maximumRecords=0)["numberOfRecords"]
    c.check(f"Number of hits: {more}" in said and "diagnostic" not in said, "yaz-client: a key as a password", said)


def zoom(c, base):
    """ZOOM pages through a result and sorts it."""
    titles = {}
    for order in ("ascending", "descending"):
        said = run("zoomsh", input=f"""set sru get
set schema marcxml
set preferredRecordSyntax xml
connect {base}
search cql:issn.country=fr sortby dc.title/sort.{order}
show 0 30
quit
""".encode(), status=None).stdout.decode("utf-8", "replace")
        hits = re.search(r": (\d+) hits", said)
        titles[order] = re.findall(r'tag="001">([\dX-]+)<', said)
        c.check(hits and len(titles[order]) == min(int(hits[1]), 30) > 1, f"zoomsh: records, {order}", said[:500])
    c.same("zoomsh: the other way round", titles["ascending"], titles["descending"][::-1])


def catmandu(c, base):
    """Catmandu reads everything, ten records at a time."""
    total = ask(base, query="cql.allRecords=1", maximumRecords=0)["numberOfRecords"]
    ids = [r["recordIdentifier"] for r in ask(base, query="cql.allRecords=1", maximumRecords=1000)["records"]]
    convert = ("catmandu", "convert", "SRU", "--base", base, "--query", "cql.allRecords=1")
    for schema in ("marcxml", "unimarcxml", "mods", "dc", "oai_dc", "rdfxml"):
        done = run(*convert, "--recordSchema", schema, "--parser", "raw", "to", "JSON", "--line_delimited", "1", status=None)
        c.same(f"Catmandu: records in {schema}", total, len(done.stdout.splitlines()))
    done = run(*convert, "--recordSchema", "marcxml", "--parser", "marcxml", "to", "MARC", "--type", "XML", status=None)
    c.same("Catmandu: MARC", ids, re.findall(r'tag="001">([\dX-]+)<', done.stdout.decode("utf-8", "replace")))


def wrong(c, base):
    """What is not searched is told by a status, and nothing of a record."""
    for what, args, status in (
            ("a wrong key", ("-H", "X-API-Key: issnd_wrong", f"{base}?query=nature"), b"401"),
            ("PUT", ("-X", "PUT", base), b"405"), ("a body of 2 MiB", ("-d", "@/dev/stdin", base), b"413")):
        done = run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", *args, input=b"x" * (2 << 20))
        c.same(f"{what}: status", status, done.stdout)
    page = run("curl", "-sS", "-H", "Accept: text/html", base).stdout
    c.check(b"<h1>SRU</h1>" in page and b"bath.issn" in page, "the page for people", page[:300])


main()
