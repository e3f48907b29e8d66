#!/usr/bin/python3
"""Broken and odd files: issnd neither crashes nor hangs, reads at least as many
records of each as the better of yaz-marcdump and MARC::Batch, and puts every
record that it does not import into quarantine with the rule and the reason.

A record that was read and has no ISSN is rejected, too: it counts as read, as
its rule is not one of reading. What MARC::Batch makes of an empty piece between
two terminators, a record without fields, is none. A MARCXML record whose
elements or attributes the format does not have, of which yaz-marcdump drops
what it does not know, is refused whole and counts as accounted for.
"""
import csv
import gzip
import json
import re

import iso2709
from checks import ISSND, Checks, folders, run

NO_ISSN = {"issn-missing", "issn-wrong"}

COUNT = r"""
use MARC::Batch; open STDERR, '>', '/dev/null';
my $b = MARC::Batch->new('USMARC', shift); $b->strict_off; $b->warnings_off; my $n = 0;
eval { while (my $r = $b->next) { $n++ if $r->fields } }; print $n;
"""


def main():
    shared, work = folders()
    c = Checks("bad files")
    (work / "bad").mkdir()
    with open(shared / "corpus" / "bad" / "index.tsv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    c.same("files", 81, len(rows))
    delivered = 0
    for row in rows:
        delivered += one(c, shared / "corpus" / "bad" / row["file"], work / "bad")
    c.note(f"{delivered} records were read of {len(rows)} files")
    without_issn(c, shared / "corpus" / "serials-without-issn.mrc", work / "bad")
    c.end()


def one(c, path, work):
    """Imports a file, without and with writing, and returns how many records
    were read of it."""
    name = path.name
    report, rejected = bring_in(c, path, work / name, "--dry-run")
    if report is None:
        return 0
    unreadable = [r for r in rejected if r["rule"] not in NO_ISSN]
    read = report["read"] - len(unreadable)
    best = max(yaz(path, work), perl(path, work))
    refused = sum(r["rule"] == "malformed-marcxml" for r in unreadable)
    c.check(read + refused >= best, f"{name}: {read} records read, another reader has {best}",
            *[(r["rule"], r["reason"]) for r in unreadable])
    written, again = bring_in(c, path, work / name)
    same = lambda r: {k: r[k] for k in ("read", "created", "updated", "unchanged", "withdrawn", "revived", "rejected")}
    c.same(f"{name}: what the dry run foretold", same(report), written and same(written))
    c.same(f"{name}: the quarantine of the dry run", rejected, again)
    run(ISSND, "check", "--data", work / name)
    return read


def bring_in(c, path, data, *flags):
    """Imports a file and checks that report, quarantine and exit code agree."""
    quarantine = data.with_suffix(".quarantine.jsonl")
    done = run("timeout", "300", ISSND, "import", "--data", data, "--quiet", "--json", "--quarantine", quarantine, *flags, path,
               status=None)
    if not c.check(done.returncode in (0, 1), f"{path.name}: exit {done.returncode}", done.stderr.decode()[-500:]):
        return None, []
    report = json.loads(done.stdout)
    rejected = [json.loads(line) for line in open(quarantine, encoding="utf-8")] if quarantine.exists() else []
    c.same(f"{path.name}: read to the end", True, report["complete"])
    c.same(f"{path.name}: rejected records are in quarantine", report["rejected"], len(rejected))
    c.same(f"{path.name}: exit code", 1 if rejected else 0, done.returncode)
    c.check(all(r["rule"] and r["reason"] for r in rejected), f"{path.name}: rule and reason of each", rejected[:3])
    kept = sum(report[k] for k in ("created", "updated", "unchanged", "withdrawn", "revived"))
    c.same(f"{path.name}: nothing is lost", report["read"], kept + report["rejected"])
    return report, rejected


def yaz(path, work):
    """How many records yaz-marcdump reads of a file. Those of an OAI-PMH
    response it reads twice: as the record of the protocol, and inside it."""
    form = "marcxml" if path.suffix == ".xml" else "marc"
    done = run("timeout", "300", "yaz-marcdump", "-i", form, "-o", "json", plain(path, work), status=None)
    found = [r for r in re.split(rb"^(?=\{$)", done.stdout, flags=re.M) if b'\n  "leader":' in r]
    return sum(form == "marc" or r != before for r, before in zip(found, [None] + found))


def perl(path, work):
    """How many records MARC::Batch reads of a file before it gives up."""
    if path.suffix == ".xml":
        return 0
    return int(run("timeout", "300", "perl", "-e", COUNT, plain(path, work)).stdout or b"0")


def plain(path, work):
    if not path.read_bytes().startswith(b"\x1f\x8b"):
        return path
    out = work / path.stem
    out.write_bytes(gzip.decompress(path.read_bytes()))
    return out


def without_issn(c, path, work):
    """Serials that have no ISSN are all read, and rejected for that."""
    report, rejected = bring_in(c, path, work / "without-issn")
    c.same(f"{path.name}: read", 300, report["read"])
    c.check(all(r["rule"] in NO_ISSN for r in rejected), f"{path.name}: rejected for want of an ISSN only",
            sorted({r["rule"] for r in rejected}))
    c.check(report["rejected"] > 0, f"{path.name}: some are rejected")
    raw = work / "without-issn.quarantine.mrc"
    refused = {x for x in iso2709.records(path) if not iso2709.issn(x)}
    c.same(f"{path.name}: what is rejected is what has no ISSN, byte for byte", refused, set(iso2709.records(raw)))


main()
