#!/usr/bin/python3
"""The UNIMARC of every record of the corpus, in ISO 2709 and in XML, released
and complete, is read by yaz-marcdump and MARC::Record without a complaint, and
both forms say the same.
"""
import pathlib

from checks import TIERS, Checks, export, folders, run, stores, yaz

DUMP = pathlib.Path(__file__).with_name("dump.pl")


def main():
    _, work = folders()
    c = Checks("UNIMARC")
    (work / "unimarc").mkdir()
    for tier in TIERS:
        total = 0
        for store in stores(work):
            total += one(c, store, tier, work / "unimarc" / f"{store.parent.name}-{tier}")
        c.same(f"{tier}: records", 5121, total)
    c.end()


def one(c, store, tier, base):
    """Reads the UNIMARC of a store and returns how many records it has."""
    name = base.name
    iso = export(store, "unimarc", tier, base.with_suffix(".mrc"))
    xml = export(store, "unimarcxml", tier, base.with_suffix(".xml"))
    line = run("yaz-marcdump", "-i", "marc", "-o", "line", iso)
    c.same(f"{name}: what yaz-marcdump complains of", "", line.stderr.decode() + "".join(
        x for x in line.stdout.decode().splitlines() if x.startswith(("<!--", "Separator", "Bad", "Error"))))
    want, got = list(yaz("marc", iso)), list(yaz("marcxml", xml))
    for n, (w, g) in enumerate(zip(want, got), 1):
        c.same(f"{name}: record {n} in ISO 2709 and in XML", w["fields"], g["fields"])
        c.same(f"{name}: record {n} has the leader of UNIMARC", ("450 ", "450 "), (w["leader"][20:], g["leader"][20:]))
    perl = run("perl", DUMP, "iso2709", iso)
    c.same(f"{name}: what MARC::Record complains of", "", perl.stderr.decode()[:500])
    c.same(f"{name}: records for MARC::Record and yaz-marcdump", (len(want), len(want)), (perl.stdout.count(b"\n"), len(got)))
    return len(want)


main()
