#!/usr/bin/python3
"""A register that is harvested from issnd serve is the register that is served:
exports of both are the same bytes, for each kind of key, for the sample records
and for the corpus, at once and when the harvest is killed again and again; and
later changes and withdrawals arrive.

MARCXML has control fields first and other characters in the leader than some
records of the corpus, so that what is compared is MARCXML and what is made of
the records. ISO 2709 is compared as well, record by record, but for those that
MARCXML cannot hold as they are.
"""
import json
import random
import shutil
import subprocess
import time

from checks import ISSND, ROOT, Checks, folders, run, stores
from server import Server

KILLS = 20
FORMATS = ("marcxml", "ntriples", "csv")
TIERS = ("released", "complete", "administrative")
# What a key lets a harvest have in full, and so what is compared.
SEES = {None: TIERS[:1], "complete": TIERS[:2], "administrative": TIERS}


def main():
    _, work = folders()
    c = Checks("harvest")
    base = work / "harvest"
    base.mkdir()
    keys = {tier: key(base, tier) for tier in TIERS[1:]}
    sample = base / "sample"
    run(ISSND, "import", "--data", sample, "--quiet", ROOT / "testdata" / "sample.mrc")
    corpus = base / "corpus"
    shutil.copytree(stores(work)[0], corpus)
    settle()
    for source in (sample, corpus):
        with Server(source, base / f"{source.name}.log", "--keys", base / "keys.toml") as server:
            url = server.url + "/oai"
            for tier in SEES:
                mirror(c, base, source, url, tier, keys)
            changes(c, base, source, url, keys["administrative"])
            killed(c, base, source, url, keys["administrative"])
            c.check(not server.panics(), f"{source.name}: the log of the server", server.panics())
    c.end()


def settle():
    """Waits until the log is complete: a provider does not tell of the second
    that is not over, as more may happen in it."""
    time.sleep(2)


def key(base, tier):
    """Makes a key of a tier and the file that holds it."""
    path = base / f"{tier}.key"
    path.write_bytes(run(ISSND, "key", "add", "--keys", base / "keys.toml", "--name", tier, "--tier", tier).stdout)
    return path


def harvest(data, url, key=None, status=0, **options):
    """Harvests and returns the report."""
    args = ["--key-file", key] if key else []
    done = run(ISSND, "harvest", "--data", data, "--quiet", "--json", *args, url, status=status, **options)
    return json.loads(done.stdout)


def mirror(c, base, source, url, tier, keys):
    name = f"{source.name}, {tier or 'public'}"
    data = base / f"{source.name}-{tier or 'public'}"
    report = harvest(data, url, keys.get(tier))
    c.same(f"{name}: rejected", 0, report["rejected"])
    c.check(report["created"] > 0 and report["complete"], f"{name}: the report", report)
    compare(c, name, base, source, data, SEES[tier], tier is None)
    again = harvest(data, url, keys.get(tier))
    c.same(f"{name}: changes of a second harvest", 0, again["created"] + again["updated"] + again["withdrawn"] + again["revived"])
    run(ISSND, "check", "--data", data)


def compare(c, name, base, source, data, tiers, public):
    """Compares what is not withdrawn: of a tombstone a provider tells only that
    it is one."""
    where = "status=confirmed,withdrawn=no" if public else "withdrawn=no"
    for tier in tiers:
        for form in FORMATS:
            want, got = (run(ISSND, "export", "--data", d, "--format", form, "--tier", tier, "--where", where).stdout
                         for d in (source, data))
            c.check(len(want) > 0 and want == got, f"{name}: {form}, {tier}: {len(want)} bytes and {len(got)}")
    if "administrative" in tiers:
        want, got = (run(ISSND, "export", "--data", d, "--where", where).stdout.split(b"\x1d") for d in (source, data))
        c.same(f"{name}: records of ISO 2709", len(want), len(got))
        other = sum(w != g for w, g in zip(want, got))
        c.note(f"{name}: {other} of {len(want) - 1} records are not as MARCXML has them")
        c.check(other * 100 < len(want), f"{name}: {other} records of ISO 2709 differ")


def changes(c, base, source, url, key):
    """What is imported while the register is served reaches a mirror."""
    data = base / f"{source.name}-administrative"
    some = run(ISSND, "export", "--data", source, "--where", "withdrawn=no,status=confirmed").stdout.split(b"\x1d")[:7]
    changed = [r.replace(b"nas ", b"cas ", 1) if n < 4 else r[:5] + b"d" + r[6:] for n, r in enumerate(some)]
    path = base / f"{source.name}.changes.mrc"
    path.write_bytes(b"".join(r + b"\x1d" for r in changed))
    done = json.loads(run(ISSND, "import", "--data", source, "--quiet", "--json", path).stdout)
    c.same(f"{source.name}: withdrawn in the source", 3, done["withdrawn"])
    settle()
    report = harvest(data, url, key)
    c.same(f"{source.name}: withdrawn by the harvest", 3, report["withdrawn"])
    c.same(f"{source.name}: updated by the harvest", done["updated"], report["updated"])
    compare(c, f"{source.name}, after changes", base, source, data, TIERS, False)
    # A deletion of what was never harvested is of no record that a mirror has.
    gone = run(ISSND, "export", "--data", data, "--format", "csv", "--tier", "released", "--where", "withdrawn").stdout
    c.same(f"{source.name}: tombstones", 3, gone.count(b"\n") - 1)


def killed(c, base, source, url, key):
    """A harvest that is killed goes on, and misses and doubles nothing."""
    data = base / f"{source.name}-killed"
    args = [ISSND, "harvest", "--data", data, "--progress-every", "0s", "--key-file", key, url]
    random.seed(1)
    kills, pages = 0, 0
    for _ in range(KILLS):
        with subprocess.Popen([str(a) for a in args], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            for _ in range(random.randrange(3)):
                pages += process.stderr.readline().startswith(b"records=")
            time.sleep(random.uniform(0, 0.1))
            kills += process.poll() is None
            process.kill()
    report = harvest(data, url, key)
    c.check(report["complete"], f"{source.name}: the harvest after {kills} kills", report)
    c.note(f"{source.name}: {kills} of {KILLS} harvests were killed, after {pages} pages altogether")
    compare(c, f"{source.name}, killed", base, source, data, TIERS, False)
    run(ISSND, "check", "--data", data)


main()
