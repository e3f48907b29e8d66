#!/usr/bin/python3
"""Every record of the corpus, from ISO 2709 into a store and out again as
ISO 2709 and as MARCXML, has the same leader, fields, indicators and subfields
in the same order, white space and control characters included. MARC::Record
and yaz-marcdump read both sides; nothing of issnd's does.

A register keeps one record for each ISSN, so that records whose ISSN comes
again go into further stores.

What may differ: in the leader the lengths and addresses (00-04, 12-16) and
what every writer has to set (10-11, 20-23). In MARCXML, because its schema
demands it, what is neither a letter nor a digit in the leader is a blank, and
the control fields come before the data fields, in the order they had.
"""
import concurrent.futures
import json
import pathlib
import re

import iso2709
from checks import ISSND, Checks, folders, run, yaz

DUMP = pathlib.Path(__file__).with_name("dump.pl")


def perl(form, path):
    """The records of a file as MARC::Record reads them: leader and fields."""
    lines = run("perl", DUMP, form, path).stdout.decode("utf-8").rstrip("\n").split("\n")
    return [line.split("\x1e") for line in lines]


def marcdump(form, path):
    """The records of a file as yaz-marcdump reads them, in the same form."""
    return [[masked(rec["leader"])] + [field(f) for f in rec["fields"]] for rec in yaz(form, path)]


def field(f):
    (tag, value), = f.items()
    if isinstance(value, str):
        return f"{tag} {value}"
    subfields = "".join(f"\x1f{code}{text}" for s in value["subfields"] for code, text in s.items())
    return f"{tag} {value['ind1']}{value['ind2']}{subfields}"


def masked(leader):
    return "_____" + leader[5:10] + "_______" + leader[17:20] + "____"


def as_marcxml(rec):
    """What the schema of MARCXML can express of a record."""
    return [re.sub("[^0-9A-Za-z _]", " ", rec[0])] + sorted(rec[1:], key=lambda f: not f.startswith("00"))


def main():
    shared, work = folders()
    c = Checks("round trip")
    recs = iso2709.records(shared / "corpus" / "serials.mrc")
    c.same("records of the corpus", 5121, len(recs))
    total, late = 0, 0
    for n, part in enumerate(iso2709.rounds(recs), 1):
        folder = work / "corpus" / f"{n:02d}"
        folder.mkdir(parents=True)
        report = bring_in(c, folder, part)
        c.same(f"store {n}: created", len(part), report["created"])
        total += report["created"]
        late += compare(c, f"store {n}", folder, part)
    c.same("records that went through a store", len(recs), total)
    c.note(f"{total} records in {n} stores; {late} had control fields after data fields")
    c.end()


def bring_in(c, folder, part):
    """Imports records, checks the store and that the same again is no change."""
    source = folder / "in.mrc"
    source.write_bytes(b"".join(part))
    args = (ISSND, "import", "--data", folder / "data", "--quiet", "--json", "--warnings", folder / "warnings.jsonl")
    report = json.loads(run(*args, source).stdout)
    again = json.loads(run(ISSND, "import", "--data", folder / "data", "--quiet", "--json", source).stdout)
    c.same(f"{folder.name}: unchanged when it is imported again", len(part), again["unchanged"])
    run(ISSND, "check", "--data", folder / "data")
    return report


def compare(c, name, folder, part):
    """Compares what went in, in the order of the ISSN as in an export, with
    what comes out. It returns how many records MARCXML has to reorder."""
    want = folder / "sorted.mrc"
    want.write_bytes(b"".join(sorted(part, key=iso2709.issn)))
    marc21, marcxml = folder / "out.mrc", folder / "out.xml"
    run(ISSND, "export", "--data", folder / "data", "--format", "marc21", "--out", marc21)
    run(ISSND, "export", "--data", folder / "data", "--format", "marcxml", "--out", marcxml)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        pxml, pwant, pgot, ywant, ygot, yxml = (f.result() for f in [
            pool.submit(perl, "marcxml", marcxml), pool.submit(perl, "iso2709", want), pool.submit(perl, "iso2709", marc21),
            pool.submit(marcdump, "marc", want), pool.submit(marcdump, "marc", marc21), pool.submit(marcdump, "marcxml", marcxml)])
    c.each(f"{name}, ISO 2709, MARC::Record", pwant, pgot)
    c.each(f"{name}, ISO 2709, yaz-marcdump", ywant, ygot)
    c.each(f"{name}, MARCXML, MARC::Record", list(map(as_marcxml, pwant)), pxml)
    c.each(f"{name}, MARCXML, yaz-marcdump", list(map(as_marcxml, ywant)), yxml)
    return sum(rec[1:] != as_marcxml(rec)[1:] for rec in pwant)


main()
