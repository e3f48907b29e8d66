#!/usr/bin/python3
"""The graphs of the corpus, released and complete, conform to the ISSN profile
as SHACL, but for those of records that themselves lack what the profile makes
mandatory: and these are exactly the ones that the checks of the import name,
each for what it lacks.

Records are validated in chunks. No two members of an ISSN-L are in one chunk,
since the node of the ISSN-L is identified once in the document of each member.
"""
import collections
import concurrent.futures
import json
import re
import shutil
import subprocess
import typing

import iso2709
from checks import ISSND, TIERS, Checks, export, folders, run, stores

CHUNK = 400

# The path of a violation, and the check of the import that says so.
RULES = {
    "http://id.loc.gov/ontologies/bibframe/identifiedBy": "key-title-missing",
    "http://id.loc.gov/ontologies/bibframe/mainTitle": "title-missing",
    "http://schema.org/name": "title-missing",
    "http://purl.org/dc/terms/spatial": "country-missing",
}

BOUNDARY = re.compile(r"\n\n\n(?=<http://issn\.org/resource/ISSN/[0-9]{4}-[0-9]{3}[0-9X]>\n)")
ISSN = re.compile(r"<http://issn\.org/resource/ISSN/([0-9]{4}-[0-9]{3}[0-9X])[>#]")
ISSNL = re.compile(r"http://issn\.org/resource/ISSN-L/([0-9]{4}-[0-9]{3}[0-9X])")


def main():
    shared, work = folders()
    c = Checks("SHACL")
    tool = work / "shacl"
    shutil.copytree(shared / "check" / "shacl", tool, ignore=shutil.ignore_patterns("node_modules"))
    run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", cwd=tool)
    proof(c, tool)
    for tier in TIERS:
        validate(c, tool, stores(work), tier)
    c.end()


class Record(typing.NamedTuple):
    """The Turtle of one record of one of the stores."""
    store: str
    issn: str
    text: str


def validate(c, tool, stores, tier):
    """Compares what the validator finds with what the import said, as sets of
    store, ISSN and rule."""
    records, named = [], set()
    for store in stores:
        head, found = turtle(store, tier, tool / "all.ttl")
        records += found
        named |= warnings(store, tier)
    work = []
    for n, chunk in enumerate(chunks(records)):
        path = tool / f"{tier}-{n:03d}.ttl"
        path.write_text(head + "\n\n" + "\n\n\n".join(r.text for r in chunk) + "\n", encoding="utf-8")
        work.append((path, {r.issn: r.store for r in chunk}))
    found = set()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (_, store), pairs in zip(work, pool.map(lambda w: violations(tool, w[0]), work)):
            found |= {(store[issn], issn, RULES.get(path, "no check for " + path)) for issn, path in pairs}
    for store, issn, rule in sorted(found - named):
        c.check(False, f"{tier}: {issn} in store {store} does not conform ({rule}), and no check of the import says so")
    for store, issn, rule in sorted(named - found):
        c.check(False, f"{tier}: the import says {rule} of {issn} in store {store}, whose graph conforms")
    bad = {r[:2] for r in found}
    c.passed += sum((r.store, r.issn) not in bad for r in records) + len(found & named)
    count = collections.Counter(rule for _, _, rule in found)
    c.note(f"{tier}: {len(records) - len(bad)} of {len(records)} graphs conform, {len(bad)} do not: "
           + ", ".join(f"{rule} {n}" for rule, n in count.most_common()))


def turtle(store, tier, path):
    """The head and the records of an export."""
    text = export(store, "turtle", tier, path).read_text(encoding="utf-8")
    head, _, body = text.partition("\n\n")
    return head, [Record(store.parent.name, ISSN.match(t).group(1), t) for t in BOUNDARY.split(body)]


def warnings(store, tier):
    """What the import said, as far as it is mandatory in the tier: the released
    view of a record that is not confirmed is the minimum, which has no titles
    and no country."""
    kept = confirmed(store) if tier == "released" else None
    with open(store.parent / "warnings.jsonl", encoding="utf-8") as lines:
        return {(store.parent.name, w["issn"], w["rule"]) for w in map(json.loads, lines)
                if w["rule"] in RULES.values() and (kept is None or w["issn"] in kept)}


def confirmed(store):
    """The ISSNs of the confirmed records."""
    out = store.parent / "confirmed.mrc"
    run(ISSND, "export", "--data", store, "--where", "status=confirmed", "--out", out)
    return {iso2709.issn(raw) for raw in iso2709.records(out)}


def chunks(records):
    """Lists of at most CHUNK records that have no ISSN and no ISSN-L in common."""
    lists = []
    for r in records:
        keys = {r.issn} | set(ISSNL.findall(r.text))
        for chunk, seen in lists:
            if len(chunk) < CHUNK and not seen & keys:
                break
        else:
            chunk, seen = [], set()
            lists.append((chunk, seen))
        chunk.append(r)
        seen |= keys
    return [chunk for chunk, _ in lists]


def violations(tool, path):
    """Pairs of the ISSN of a record and the path that it violates."""
    report = path.with_suffix(".json")
    with open(report, "wb") as out:  # the validator does not wait for a pipe to be read
        done = subprocess.run(["node", tool / "validate.mjs", "--json", tool / "issn-shapes.ttl", path],
                              stdout=out, stderr=subprocess.PIPE, timeout=600)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    found = set()
    for result in json.loads(report.read_bytes())["results"]:
        if result["depth"]:
            continue
        m = ISSN.match(result["focus"])
        if not m:
            raise RuntimeError(f"{path.name}: a violation that belongs to no record: {result}")
        found.add((m.group(1), result["path"].strip("<>") or result["component"]))
    return found


def proof(c, tool):
    """The validator finds a fault that is put into a good graph."""
    good = run(ISSND, "import", "--data", tool / "sample", "--quiet", ISSND.parent.parent / "testdata" / "sample.mrc", status=None)
    c.check(good.returncode in (0, 1), "the sample register is imported", good.stderr)
    head, records = turtle(tool / "sample", "released", tool / "sample.ttl")
    one = next(r.text for r in records if "#KeyTitle" in r.text)
    for name, want, text in (("good", 0, one), ("bad", 1, one.replace("a bf:Work, bf:Instance, ", "a bf:Work, "))):
        path = tool / f"{name}.ttl"
        path.write_text(head + "\n\n" + text, encoding="utf-8")
        c.same(f"violations of the {name} graph", want, len(violations(tool, path)))


main()
