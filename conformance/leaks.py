#!/usr/bin/python3
"""No released rendering of a record of the corpus, in any format, has a word of
six letters or more, or an ISSN, that stands only in its complete view.

What the complete view says is read from its MARCXML, what is released from the
released MARCXML; both by lxml. A rendering may also have the words that it has
for a record that says nothing, and the names of countries and languages, which
it derives from codes that are released.
"""
import csv
import html
import json
import re

from lxml import etree

from checks import ISSND, ROOT, Checks, export, folders, run, stores, yaz
from server import Server

MARC = "{http://www.loc.gov/MARC21/slim}"
FORMATS = ("turtle", "jsonld", "xml", "json", "schemaorg", "mods", "dc", "csv", "unimarc")
PAGES = 500
DISPLAYS = ("labelled", "marc21", "unimarc")

WORD = re.compile(r"[^\W\d_]{6,}|\b[0-9]{4}-[0-9]{3}[0-9X]\b")

# A record that says nothing but what it is, to learn the words of the formats.
BARE = """<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000cas a2200000 a 4500</leader>
<controlfield tag="001">x</controlfield><controlfield tag="005">20200101000000.0</controlfield>
<controlfield tag="007">{form}</controlfield><controlfield tag="008">200101c20209999{country}|| ||||||||||||0|||||||||</controlfield>
<datafield tag="022" ind1="0" ind2=" "><subfield code="a">{issn}</subfield><subfield code="l">{issn}</subfield><subfield code="y">1234-5678</subfield><subfield code="2">{centre}</subfield></datafield>
<datafield tag="222" ind1=" " ind2="0"><subfield code="a">Xx</subfield></datafield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Xx</subfield></datafield>
<datafield tag="776" ind1="0" ind2=" "><subfield code="x">{issn}</subfield></datafield>
<datafield tag="856" ind1="4" ind2="0"><subfield code="u">http://x.example/</subfield></datafield>
<datafield tag="856" ind1="4" ind2="0"><subfield code="u">x.example</subfield></datafield></record>"""


def main():
    _, work = folders()
    c = Checks("leaks")
    (work / "leaks").mkdir()
    known = common(work / "leaks")
    secrets = {}
    for store in stores(work):
        base = work / "leaks" / store.parent.name
        complete = dict(marcxml(export(store, "marcxml", "complete", base.with_suffix(".complete.marcxml"))))
        released = dict(marcxml(export(store, "marcxml", "released", base.with_suffix(".released.marcxml"))))
        c.same(f"store {base.name}: records", list(complete), list(released))
        hidden = {issn: words - released[issn] - known - {issn} for issn, words in complete.items()}
        secrets.update(hidden)
        for form in FORMATS:
            path = export(store, form, "released", base.with_suffix("." + form))
            rendered = list(PIECES[form](path))
            c.same(f"store {base.name}, {form}: records", len(hidden), len(rendered))
            for (issn, words), text in zip(hidden.items(), rendered):
                look(c, form, issn, words, text)
        prove(c, store, base, hidden)
        if store == stores(work)[0]:
            pages(c, store, base, hidden)
    c.note(f"{sum(map(len, secrets.values()))} words of {len(secrets)} records were looked for in {len(FORMATS) + 1} formats")
    c.end()


def look(c, form, issn, secret, text):
    c.check(issn in text, f"{form}: the rendering in the place of {issn} is of another record", text[:200])
    found = secret & set(map(str.casefold, WORD.findall(text)))
    c.check(not found, f"{form}: {issn} has {sorted(found)[:10]}")


def prove(c, store, base, hidden):
    """The complete Turtle has such words: the search does find them."""
    texts = turtle(export(store, "turtle", "complete", base.with_suffix(".complete.turtle")))
    found = sum(bool(words & set(map(str.casefold, WORD.findall(t)))) for words, t in zip(hidden.values(), texts))
    c.check(found > len(hidden) // 2, f"store {base.name}: the search finds words of the complete view in {found} complete graphs")


def pages(c, store, base, hidden):
    """The pages of a sample of records, as everyone sees them."""
    sample = list(hidden)[::max(1, len(hidden) // PAGES)][:PAGES]
    with Server(store, base.with_suffix(".log")) as server:
        for display in DISPLAYS:
            answers = server.pages(f"/resource/ISSN/{issn}?format=html&display={display}" for issn in sample)
            for issn, (status, text) in zip(sample, answers):
                if c.check(status in (200, 410), f"page of {issn}: status {status}"):
                    look(c, f"html, {display}", issn, hidden[issn], html.unescape(text))
        sitemaps(c, server)


def sitemaps(c, server):
    """The sitemaps have the records that everyone can harvest, once each, and say nothing
    of them but where they are and when they changed."""
    def document(path):
        status, text = next(server.pages([path]))
        c.check(status == 200, f"{path}: status {status}")
        return etree.fromstring(text.encode())

    def tag(e):
        return etree.QName(e).localname

    listed = []
    for place in document("/sitemap.xml").iterfind("{*}sitemap/{*}loc"):
        if place.text.endswith("/sitemap-pages.xml"):
            continue  # of the site's own pages
        for entry in document(place.text.removeprefix(server.url)).iterfind("{*}url"):
            c.check({tag(e) for e in entry} <= {"loc", "lastmod"}, "a sitemap says more of a record", etree.tostring(entry)[:300])
            listed.append(entry.findtext("{*}loc").rpartition("/")[2])
    harvested, query = [], "metadataPrefix=oai_dc"
    while query:
        page = document(f"/oai?verb=ListIdentifiers&{query}")
        for header in page.iterfind(".//{*}header"):
            if header.get("status") != "deleted":
                harvested.append(header.findtext("{*}identifier").rpartition(":")[2])
        token = page.findtext(".//{*}resumptionToken")
        query = token and "resumptionToken=" + token
    c.check(len(listed) == len(set(listed)), "the sitemaps have a record twice")
    c.same("records of the sitemaps and of a harvest", sorted(listed), sorted(harvested))



def marcxml(path):
    """The ISSN of each record of a file and the words of its fields."""
    for _, rec in etree.iterparse(str(path), tag=MARC + "record", huge_tree=True):
        values = [e.text or "" for e in rec.iter(MARC + "controlfield", MARC + "subfield")]
        issn = next(m.group(1).upper() for e in rec.findall(f"{MARC}datafield[@tag='022']/{MARC}subfield")
                    if e.get("code") in "az" and (m := re.match(r"\s*(\d{4}-\d{3}[\dXx])", e.text or "")))
        yield issn, {w.casefold() for v in values for w in WORD.findall(v)}
        rec.clear()


def common(work):
    """The words that formats have for records that say nothing, of every
    country, and the names of countries and languages."""
    codes = sorted((ROOT / "codes").rglob("*.tsv"))
    if not codes:
        raise RuntimeError("there are no tables of codes")
    known = {w.casefold() for path in codes for w in WORD.findall(path.read_text(encoding="utf-8"))}
    store = work / "bare"
    source = work / "bare.xml"
    source.write_text("<collection>" + "".join(
        BARE.format(form=form, country=country, issn=issn, centre=centre)
        for form, country, issn, centre in (("ta", "xxk", "9990-0017", "_2"), ("cr |||||||||||", "gw ", "9990-0025", "_6"),
                                            ("co |||||||||||", "xxu", "9990-0033", "_1"))) + "</collection>")
    run(ISSND, "import", "--data", store, "--quiet", source)
    for form in FORMATS:
        known |= {w.casefold() for w in WORD.findall(export(store, form, "released", work / f"bare.{form}").read_text(encoding="utf-8"))}
    with Server(store, work / "bare.log") as server:
        for _, text in server.pages(f"/resource/ISSN/9990-00{n}?display={d}" for n in ("17", "25", "33") for d in DISPLAYS):
            known |= {w.casefold() for w in WORD.findall(html.unescape(text))}
    return {w for w in known if not w[0].isdigit()}


def turtle(path):
    return re.split(r"\n\n\n(?=<http://issn\.org/resource/ISSN/[0-9X-]{9}>\n)", path.read_text(encoding="utf-8").partition("\n\n")[2])


def rdfxml(path):
    first = re.compile(r'about="http://issn\.org/resource/ISSN/[0-9X-]{9}"')
    text, pieces = "", []
    for _, e in etree.iterparse(str(path), tag="{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF", huge_tree=True):
        for node in e:
            raw = etree.tostring(node, encoding="unicode")
            if first.search(raw.partition(">")[0] + '"') and text:
                pieces.append(text)
                text = ""
            text += raw
    return pieces + [text]


def flat(path):
    first = re.compile(r"http://issn\.org/resource/ISSN/[0-9X-]{9}$")
    pieces = []
    for node in json.loads(path.read_text(encoding="utf-8"))["@graph"]:
        raw = json.dumps(node, ensure_ascii=False)
        if first.match(node["@id"]) or not pieces:
            pieces.append("")
        pieces[-1] += raw
    return pieces


def documents(path):
    return [json.dumps(d, ensure_ascii=False) for d in json.loads(path.read_text(encoding="utf-8"))]


def elements(tag):
    return lambda path: (etree.tostring(e, encoding="unicode") for _, e in etree.iterparse(str(path), tag=tag, huge_tree=True))


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return [" ".join(row) for row in csv.reader(f)][1:]


def unimarc(path):
    return [json.dumps(r, ensure_ascii=False) for r in yaz("marc", path)]


PIECES = {
    "turtle": turtle, "jsonld": documents, "xml": rdfxml, "json": flat, "schemaorg": documents,
    "mods": elements("{http://www.loc.gov/mods/v3}mods"), "dc": elements("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"),
    "csv": rows, "unimarc": unimarc,
}

main()
