#!/usr/bin/python3
"""Dumps are what they say, by programs that others wrote: sha256sum, gunzip,
yaz-marcdump and rapper read them and find as many records as the manifest has;
the same state gives the same bytes on one core and on all; a full dump with the
dumps of changes after it gives the register as it is; and curl fetches them,
also in two pieces, and the complete ones only with a key.
"""
import csv
import gzip
import io
import json
import os
import shutil

from checks import ISSND, Checks, folders, run, stores
from server import Server

TIERS = ("released", "complete")


def main():
    _, work = folders()
    c = Checks("dumps")
    base = work / "dumps"
    base.mkdir()
    data = base / "data"
    shutil.copytree(stores(work)[0], data)
    for tier in TIERS:
        full = dump(data, base / "out", tier)
        read(c, base, full, tier)
        one = dump(data, base / "again", tier, env=os.environ | {"GOMAXPROCS": "1"})
        c.same(f"{tier}: files of a second dump", content(full), content(one))
        c.same(f"{tier}: a dump that is there", full, dump(data, base / "out", tier))
    changes(c, base, data)
    served(c, base, data)
    c.end()


def dump(data, out, tier, *flags, env=None):
    """Makes a dump and returns its directory. The corpus has records that are
    too long for ISO 2709, which is exit code 1."""
    done = run(ISSND, "dump", "--data", data, "--out", out, "--tier", tier, "--quiet", *flags, status=None, env=env)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    first = done.stdout.decode().splitlines()[0].split(" is there")[0]
    return out / tier / first.rsplit("/", 1)[1]


def content(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def read(c, base, folder, tier):
    run("sha256sum", "--strict", "-c", "SHA256SUMS", cwd=folder)
    files = {f["format"]: f for f in manifest(folder)["files"]}
    for f in files.values():
        plain = run("gunzip", "-c", folder / f["name"]).stdout
        c.same(f"{tier}: bytes of {f['name']}", f["uncompressed"], len(plain))
        (base / f["format"]).write_bytes(plain)
    for form in ("marc21", "unimarc"):
        listed = run("yaz-marcdump", "-o", "marcxml", base / form).stdout
        c.same(f"{tier}: records that yaz-marcdump finds in {form}", files[form]["records"], listed.count(b"<record>"))
    said = run("rapper", "-q", "-c", "-i", "ntriples", base / "ntriples", status=0)
    c.check(not said.stderr.strip(), f"{tier}: rapper reads the N-Triples", said.stderr[:500])
    lines = (base / "jsonld").read_text(encoding="utf-8").splitlines()
    c.same(f"{tier}: documents of JSON-LD", files["jsonld"]["records"], len([json.loads(text) for text in lines]))
    rows = list(csv.reader(io.StringIO((base / "csv").read_text(encoding="utf-8"))))
    c.same(f"{tier}: rows", files["csv"]["records"] + 1, len(rows))
    c.check(len({len(r) for r in rows}) == 1, f"{tier}: rows of one length")


def changes(c, base, data):
    """A full dump and two dumps of changes, put together, are a full dump."""
    names = [n for n in os.listdir(base / "out" / "complete") if n.endswith("-full")]
    have = table(base / "out" / "complete" / names[0])
    records = run(ISSND, "export", "--data", data, "--where", "status=confirmed").stdout.split(b"\x1d")[:8]
    for n in range(2):
        some = [r[:5] + (b"d" if i % 2 else b"p") + r[6:] for i, r in enumerate(records[4 * n:4 * n + 4])]
        path = base / f"changes{n}.mrc"
        path.write_bytes(b"".join(r + b"\x1d" for r in some))
        run(ISSND, "import", "--data", data, "--quiet", path)
        folder = dump(data, base / "out", "complete", "--since", "last")
        have |= table(folder)
        for row in rows(folder / "deletions.tsv.gz"):
            if row[4] == "no":
                have.pop(row[0], None)
        c.same("records and deletions of a dump of changes", (2, 2), (manifest(folder)["records"], manifest(folder)["deletions"]))
        public = dump(data, base / "out", "released", "--since", "last")
        c.same("public deletions of a dump of changes", 2, manifest(public)["deletions"])
    c.same("the dumps put together", table(dump(data, base / "later", "complete")), have)


def rows(path):
    return [line.split("\t") for line in gzip.open(path, "rt", encoding="utf-8").read().splitlines()[1:]]


def table(folder):
    """The documents of the JSON-LD file by what they are about."""
    found = {}
    for line in gzip.open(folder / "register.jsonl.gz", "rt", encoding="utf-8"):
        found[json.loads(line)["issn_schema"]] = line
    return found


def served(c, base, data):
    key = run(ISSND, "key", "add", "--keys", base / "keys.toml", "--name", "x", "--tier", "complete").stdout.decode().strip()
    with Server(data, base / "server.log", "--keys", base / "keys.toml", "--dumps", base / "out") as server:
        index = json.loads(run("curl", "-sf", server.url + "/dumps/index.json").stdout)["dumps"]
        c.same("tiers that the public sees", {"released"}, {d["tier"] for d in index})
        whole = [d for d in index if "since" not in d][0]
        for f in whole["files"]:
            path = base / ("fetched-" + f["name"])
            run("curl", "-sf", "-r", f"0-{f['size'] // 2}", "-o", path, server.url + whole["url"] + f["name"])
            run("curl", "-sf", "-C", "-", "-o", path, server.url + whole["url"] + f["name"])
            c.same(f"{f['name']} in two pieces", (base / "out" / "released" / whole["name"] / f["name"]).read_bytes(), path.read_bytes())
        latest = run("curl", "-sfL", server.url + "/dumps/released/latest/manifest.json").stdout
        c.same("the latest full dump", whole["name"], json.loads(latest)["name"])
        for header, want in ((), b"401"), (("-H", f"X-API-Key: {key}"), b"200"), (("-H", "X-API-Key: x"), b"401"):
            got = run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", *header, server.url + "/dumps/complete/latest/manifest.json", "-L").stdout
            c.same(f"a complete dump with {header}", want, got)
        c.check(not server.panics(), "the log of the server", server.panics())


main()
