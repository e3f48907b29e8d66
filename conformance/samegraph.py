#!/usr/bin/env python3
"""Tells whether several RDF documents say the same.

usage: samegraph.py FILE.nt FILE.ttl FILE.rdf FILE.jsonld …

Turtle, N-Triples and RDF/XML are read by rapper, JSON-LD by rdflib. The blank
nodes of issnd form trees below named nodes, so each is replaced by a hash of
what is said of it, and graphs become sets of lines that can be compared. A
blank node that is shared or in a circle would make the comparison unsound and
is an error. Exit status: 0 the same, 1 different, 2 could not compare.
"""
import collections
import hashlib
import json
import re
import subprocess
import sys

SYNTAX = {"nt": "ntriples", "ttl": "turtle", "rdf": "rdfxml"}
TRIPLE = re.compile(r"^(<[^>]*>|_:\S+) (<[^>]*>) (.*) \.$")


def lines(path):
    ext = path.rsplit(".", 1)[1]
    if ext in SYNTAX:
        run = subprocess.run(["rapper", "-q", "-i", SYNTAX[ext], "-o", "ntriples", path, "http://issn.org/"],
                             capture_output=True, text=True)
        if run.returncode or run.stderr.strip():
            sys.exit(f"{path}: rapper: {run.stderr.strip()[:500]}")
        yield from run.stdout.splitlines()
        return
    import rdflib
    rdflib.NORMALIZE_LITERALS = False
    with open(path, encoding="utf-8") as f:
        docs = json.load(f)
    for doc in docs if isinstance(docs, list) else [docs]:
        g = rdflib.Graph()
        g.parse(data=json.dumps(doc), format="json-ld")
        yield from g.serialize(format="nt").splitlines()


ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
LITERAL = re.compile(r'^"(.*)"(@[A-Za-z0-9-]+|\^\^<[^>]*>)?$', re.S)


def unescape(s):
    return ESCAPE.sub(lambda m: SHORT.get(m.group(3), m.group(3)) if m.group(3) else chr(int(m.group(1) or m.group(2), 16)), s)


def term(s):
    """One spelling for an object, whatever escapes a serialiser chose, and
    language tags in lower case, since they are compared so."""
    m = LITERAL.match(s)
    if not m:
        return unescape(s)
    kind = m.group(2) or ""
    if kind.startswith("@"):
        kind = kind.lower()
    return json.dumps(unescape(m.group(1))) + kind.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")


def canonical(path):
    named, said, pointed = set(), collections.defaultdict(list), collections.Counter()
    for line in lines(path):
        if not line.strip():
            continue
        m = TRIPLE.match(line)
        if not m:
            sys.exit(f"{path}: not a triple: {line[:200]}")
        s, p, o = m.groups()
        o = term(o)
        if o.startswith("_:"):
            pointed[o] += 1
        said[s].append((p, o))
    if any(n > 1 for n in pointed.values()):
        print(f"{path}: a blank node is shared", file=sys.stderr)
        sys.exit(2)

    def value(node, depth=0):
        if not node.startswith("_:"):
            return node
        if depth > 20:
            sys.exit(f"{path}: blank nodes in a circle")
        inner = sorted(p + " " + value(o, depth + 1) for p, o in said[node])
        return "_:" + hashlib.sha256("\n".join(inner).encode()).hexdigest()

    for s in said:
        if s.startswith("_:"):
            if not pointed[s]:
                named.update(f"{value(s)} {p} {value(o)}" for p, o in said[s])
            continue
        for p, o in said[s]:
            named.add(f"{term(s)} {p} {value(o)}")
    return named


def main(paths):
    if len(paths) < 2:
        sys.exit(__doc__)
    first = canonical(paths[0])
    status = 0
    for path in paths[1:]:
        other = canonical(path)
        if other == first:
            continue
        status = 1
        print(f"{path} differs from {paths[0]}: {len(first - other)} missing, {len(other - first)} more")
        for line in sorted(first - other)[:5]:
            print("  -", line[:300])
        for line in sorted(other - first)[:5]:
            print("  +", line[:300])
    if status == 0:
        print(f"{len(paths)} documents of {len(first)} statements are the same graph")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
