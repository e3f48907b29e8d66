#!/usr/bin/python3
"""A store survives what may happen to an import: kill -9 at random moments
(the project's own test, fifty rounds), and disks that are full at different
moments: the import says so and ends with exit code 2, the store is whole, has
every batch that was reported, and importing again with room completes it.
"""
import os
import re

from checks import ISSND, ROOT, Checks, folders, run, stores

ROUNDS = 50
BATCH = 100
SIZES = range(1, 26, 2)  # of the disk, in MiB


def main():
    _, work = folders()
    c = Checks("under fire")
    killed(c)
    source = stores(work)[0].parent / "in.mrc"
    want = run(ISSND, "export", "--data", stores(work)[0]).stdout
    disk = work / "disk"
    disk.mkdir()
    full = 0
    for size in SIZES:
        run("mount", "-t", "tmpfs", "-o", f"size={size}m", "issnd-conformance", disk)
        try:
            full += squeezed(c, size, disk, source, want)
        finally:
            run("umount", disk)
    c.check(full >= 5, "the disk was full at five moments at least", full)
    c.note(f"{full} of {len(SIZES)} disks were too small")
    c.end()


def killed(c):
    environment = os.environ | {"ISSND_KILL_ROUNDS": str(ROUNDS)}
    done = run("go", "test", "-count=1", "-timeout", "9m", "-run", "^TestKilledImport$", "-v", "./cmd/issnd",
               status=None, cwd=ROOT, env=environment)
    said = done.stdout.decode()
    passed = len(re.findall(r"^ +--- PASS: TestKilledImport/", said, re.M))
    c.check(done.returncode == 0, "the import that is killed", said[-1500:])
    c.same("rounds of the import that is killed", ROUNDS, passed)
    moments = re.findall(r"killed after \S+, (\d+) records reported", said)
    c.check(len(set(moments)) > ROUNDS // 4, "the moments differ", moments)
    c.passed += passed - 1


def squeezed(c, size, disk, source, want):
    """Imports to a disk of so many MiB and tells whether it was too small."""
    data = disk / "data"
    args = (ISSND, "import", "--data", data, "--batch", str(BATCH), "--progress-every", "0s", source)
    done = run(*args, status=None)
    said = done.stderr.decode()
    if done.returncode == 0:
        c.same(f"{size} MiB: the records", want, run(ISSND, "export", "--data", data).stdout)
        return False
    reported = max([0, *map(int, re.findall(r"^records=(\d+)", said, re.M))])
    c.same(f"{size} MiB: exit code", 2, done.returncode)
    c.check(re.search("no space left", said) and "panic" not in said, f"{size} MiB: says that the disk is full", said[-500:])
    if (data / "register.db").exists() and (reported or (data / "register.db").stat().st_size):
        checked = run(ISSND, "check", "--data", data, status=None)
        whole = re.match(r"the store is whole: records=(\d+)", checked.stdout.decode())
        if c.check(checked.returncode == 0 and whole, f"{size} MiB: the store is whole", checked.stdout, checked.stderr):
            c.check(int(whole.group(1)) >= reported, f"{size} MiB: {reported} records were reported", checked.stdout)
    run("mount", "-o", "remount,size=200m", disk)
    again = run(*args, status=None)
    c.same(f"{size} MiB: with room, importing again", 0, again.returncode)
    run(ISSND, "check", "--data", data)
    c.same(f"{size} MiB: with room, the records", want, run(ISSND, "export", "--data", data).stdout)
    return True


main()
