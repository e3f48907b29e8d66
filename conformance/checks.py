"""What the checks have in common: the program under test, the stores that hold
the corpus, and the count of what passed.

A check is a script that is called with the reference folder and a folder to
work in, says what fails, ends with one line "NAME: N passed, N failed" and
exits with 0 only if something was checked and nothing failed.
"""
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISSND = ROOT / "bin" / "issnd"
TIERS = ("released", "complete")


def folders():
    """The two arguments of a check: the reference folder and the work folder."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} SHARED_DIR WORK_DIR")
    return pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def stores(work):
    """The stores that hold the corpus between them, made by roundtrip.py. The
    first has nearly all of it; each of the others has records whose ISSN is
    also in those before it."""
    found = sorted((work / "corpus").glob("*/data"))
    if not found:
        sys.exit("there is no store of the corpus: roundtrip.py makes them")
    return found


def run(*args, status=0, **options):
    """Runs a program that has to end with the given status, within an hour.
    None accepts any status."""
    done = subprocess.run([str(a) for a in args], capture_output=True, timeout=3600, **options)
    if status is not None and done.returncode != status:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        raise RuntimeError(f"{' '.join(map(str, args))}: exit {done.returncode}, not {status}: {said[-2000:]}")
    return done


def export(store, form, tier, out):
    """Writes a store in a format to a file and returns its path."""
    run(ISSND, "export", "--data", store, "--format", form, "--tier", tier, "--out", out)
    return out


def yaz(form, path):
    """The records of a file, marc or marcxml, as yaz-marcdump reads them."""
    text, decoder, at = run("yaz-marcdump", "-i", form, "-o", "json", path).stdout.decode("utf-8"), json.JSONDecoder(), 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        rec, at = decoder.raw_decode(text, at)
        yield rec


class Checks:
    """Counts what passed and failed."""

    SHOWN = 20  # failures of one script that are written out

    def __init__(self, name):
        self.name, self.passed, self.failed, self.start = name, 0, 0, time.monotonic()

    def check(self, ok, what, *details):
        """Counts one check. What and the details are told if it failed."""
        if ok:
            self.passed += 1
            return True
        self.failed += 1
        if self.failed <= self.SHOWN:
            print(f"FAILED {self.name}: {what}")
            for d in details:
                print("   ", str(d)[:1000])
        return False

    def same(self, what, want, got):
        """Counts one check of equality."""
        return self.check(want == got, what, f"want {want!r}", f"got  {got!r}")

    def each(self, what, want, got):
        """Compares two lists item by item and counts every item. Items that
        are lists are told by where they begin to differ."""
        self.same(f"{what}: how many", len(want), len(got))
        for n, (w, g) in enumerate(zip(want, got), 1):
            if w == g:
                self.passed += 1
                continue
            if isinstance(w, list):
                at = next((i for i, (a, b) in enumerate(zip(w, g)) if a != b), min(len(w), len(g)))
                w, g = w[at:at + 1], g[at:at + 1]
            self.same(f"{what}, number {n}", w, g)

    def note(self, text):
        print(f"{self.name}: {text}")

    def end(self):
        """Prints the count and exits."""
        print(f"{self.name}: {self.passed} passed, {self.failed} failed, {time.monotonic() - self.start:.0f} s")
        sys.exit(0 if self.passed and not self.failed else 1)
