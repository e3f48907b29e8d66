#!/usr/bin/python3
"""The server as programs that others wrote see it: curl, rapper, rdflib and
Chromium, with the sample register and a key.
"""
import json
import os
import urllib.parse

import rdflib

from checks import ISSND, ROOT, Checks, folders, run
from server import Server

NAMES = ("html xml turtle ntriples jsonld json schemaorg marc21 marcxml unimarc unimarcxml mods dc csv").split()
NATURE = "/resource/ISSN/0028-0836"
CLUSTER = "/resource/ISSN-L/0028-0836"
DOCUMENTS = (NATURE, CLUSTER, "/resource/ISSN/9990-0254", "/vocabularies/Medium", "/vocabularies/RecordStatus",
             "/organization/ISSNCenter", "/organization/keepers", "/dataset")
SYNTAXES = {"turtle": "turtle", "xml": "rdfxml", "ntriples": "ntriples"}  # and what rapper calls them


class Answer:
    """What curl got."""

    def __init__(self, url, *args):
        done = run("curl", "-sS", "-i", "--max-time", "20", *args, url)
        head, _, self.body = done.stdout.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.header = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}


def main():
    _, work = folders()
    c = Checks("clients")
    data, keys = work / "sample", work / "keys.toml"
    run(ISSND, "import", "--data", data, "--quiet", ROOT / "testdata" / "sample.mrc")
    key = run(ISSND, "key", "add", "--keys", keys, "--name", "Example Library", "--tier", "complete").stdout.decode().split()[-1]
    with Server(data, work / "clients.log", "--keys", keys) as server:
        formats(c, server.url)
        statuses(c, server.url)
        conditional(c, server.url)
        viewers(c, server.url, key)
        rdf(c, server.url)
        browser(c, server.url, work)
        c.same("panics and errors in the log", [], server.panics())
    c.end()


def formats(c, url):
    """Each format by Accept, by ?format= and by suffix is the same document."""
    offered = json.loads(Answer(url + NATURE, "-H", "Accept: image/png").body)["formats"]
    c.same("formats that are missing", set(), set(NAMES) - {f["format"] for f in offered})
    for f in offered:
        name = f["format"]
        ways = {"Accept": Answer(url + NATURE, "-H", f"Accept: {f['mediaType']}"),
                "?format=": Answer(f"{url}{NATURE}?format={name}"), "suffix": Answer(f["url"])}
        for way, a in ways.items():
            c.same(f"{name} by {way}: status", 200, a.status)
            c.same(f"{name} by {way}: type", f["mediaType"].split(";")[0], a.header.get("content-type", "").split(";")[0])
            c.check("0028-0836" in a.body.decode("utf-8"), f"{name} by {way}: is of the resource", a.body[:200])
            c.check("etag" in a.header and "link" in a.header, f"{name} by {way}: ETag and Link", a.header)
        c.same(f"{name}: documents that differ", 1, len({a.body for a in ways.values()}))
        c.check("accept" in ways["Accept"].header.get("vary", "").lower(), f"{name}: Vary", ways["Accept"].header)
        head = Answer(f["url"], "-I")
        c.same(f"{name}: HEAD", (200, ways["suffix"].header["etag"], b""), (head.status, head.header.get("etag"), head.body))


def statuses(c, url):
    for path, status, location in (
            ("/resource/ISSN/00280836", 301, NATURE), ("/resource/issn/0028-0836/", 301, NATURE), ("/resource/issn-l/00280836", 301, CLUSTER),
            ("/resource/ISSN/1234-5679", 404, None), ("/resource/ISSN/9990-0297", 404, None), ("/resource/ISSN/9990-0270", 410, None),
            ("/resource/ISSN/9990-0319", 410, None), (NATURE + "?format=papyrus", 400, None), ("/nothing", 404, None)):
        a = Answer(url + path, "-H", "Accept: application/json")
        c.same(f"{path}: status", status, a.status)
        if location:
            c.same(f"{path}: Location", url + location, urllib.parse.urljoin(url, a.header.get("location", "")))
    wrong = Answer(url + "/resource/ISSN/0028-0837")
    c.same("a wrong check character: status", 400, wrong.status)
    c.check(b"should be 6" in wrong.body, "a wrong check character: the right one is named", wrong.body)
    refused = Answer(url + NATURE, "-H", "Accept: image/png")
    c.same("a type that is not on offer: status", 406, refused.status)
    put = Answer(url + NATURE, "-X", "PUT", "-d", "x")
    c.same("PUT: status", 405, put.status)
    c.check("GET" in put.header.get("allow", ""), "PUT: Allow", put.header)
    for path in ("/", "/healthz", "/formats", "/dataset", NATURE + "/linkset"):
        c.same(f"{path}: status", 200, Answer(url + path).status)


def conditional(c, url):
    """A client that has the document already is told so."""
    first = Answer(url + NATURE + ".ttl")
    for name, value in (("If-None-Match", first.header["etag"]), ("If-Modified-Since", first.header["last-modified"])):
        again = Answer(url + NATURE + ".ttl", "-H", f"{name}: {value}")
        c.same(f"{name}: status and body", (304, b""), (again.status, again.body))
        c.same(f"{name}: ETag", first.header["etag"], again.header.get("etag"))
    other = Answer(url + NATURE + ".ttl", "-H", 'If-None-Match: "other"')
    c.same("If-None-Match of another: status", 200, other.status)
    zipped = run("curl", "-sS", "--compressed", url + NATURE + ".ttl").stdout
    c.same("compressed: the same document", first.body, zipped)


def viewers(c, url, key):
    """A key opens the complete record; a wrong one nothing."""
    public = Answer(url + NATURE + ".ttl")
    for header in (f"Authorization: Bearer {key}", f"X-API-Key: {key}"):
        a = Answer(url + NATURE + ".ttl", "-H", header)
        name = header.partition(":")[0]
        c.same(f"{name}: status and tier", (200, "complete"), (a.status, a.header.get("x-data-tier")))
        c.check(b"schema:startDate" in a.body and b"schema:startDate" not in public.body, f"{name}: the complete record", a.body[:300])
        c.check("private" in a.header.get("cache-control", "") or "no-store" in a.header.get("cache-control", ""),
                f"{name}: not for shared caches", a.header)
        wrong = Answer(url + NATURE + ".ttl", "-H", header + "x")
        c.same(f"{name}: a wrong key", 401, wrong.status)
        c.check(b"Nature" not in wrong.body, f"{name}: a wrong key gets no record", wrong.body)


def rdf(c, url):
    """rapper and rdflib get the documents from their URLs and agree on them."""
    for path in DOCUMENTS:
        sizes = {}
        for name, syntax in SYNTAXES.items():
            done = run("rapper", "-q", "-i", syntax, "-o", "ntriples", f"{url}{path}?format={name}", status=None)
            c.check(done.returncode == 0 and not done.stderr, f"rapper, {path} as {name}", done.stderr.decode()[:500])
            sizes[name] = len(set(done.stdout.splitlines()))
        guess = run("rapper", "-q", "-g", "-o", "ntriples", url + path, status=None)
        c.check(guess.returncode == 0, f"rapper negotiates {path}", guess.stderr.decode()[:500])
        sizes["rapper's choice"] = len(set(guess.stdout.splitlines()))
        graph = rdflib.Graph()
        graph.parse(url + path)
        sizes["rdflib's choice"] = len(graph)
        graph = rdflib.Graph()
        graph.parse(f"{url}{path}?format=jsonld", format="json-ld")
        sizes["JSON-LD, its context fetched"] = len(graph)
        c.check(len(set(sizes.values())) == 1 and sizes["turtle"] > 3, f"{path}: triples", sizes)


def browser(c, url, work):
    """Chromium shows the pages, wide and narrow."""
    profile = work / "chromium"
    program = ("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
               f"--user-data-dir={profile}")
    environment = os.environ | {"HOME": str(work)}
    for path, text in (("/", "ISSN"), (NATURE, "Nature"), (CLUSTER, "0028-0836"), ("/resource/ISSN/0028-0837", "check character")):
        dom = run(*program, "--dump-dom", url + path, env=environment).stdout.decode("utf-8", "replace")
        c.check("<h1" in dom and text in dom, f"Chromium shows {path}", dom[:300])
        for width in (1280, 360):
            shot = work / f"page{abs(hash((path, width)))}.png"
            run(*program, f"--window-size={width},800", f"--screenshot={shot}", url + path, env=environment)
            c.check(shot.exists() and shot.read_bytes().startswith(b"\x89PNG") and shot.stat().st_size > 5000, f"a picture of {path}, {width} wide")


main()
