#!/usr/bin/python3
"""A store survives what may happen to an import: kill -9 at random moments
(the project's own test, fifty rounds), and disks that are full at different
moments: the import says so and ends with exit code 2, the store is whole, has
every batch that was reported, and importing again with room completes it. A
server whose disk is full, or cannot be written, goes on answering, and has a
whole index when there is room, also where there was none when it started.
"""
import json
import os
import re
import shutil
import socket
import time
import urllib.request

from checks import ISSND, ROOT, Checks, folders, run, stores
from server import Server

ROUNDS = 50
BATCH = 100
SIZES = range(1, 26, 2)  # of the disk, in MiB
SERVED = (4, 7, 10)  # of the disk of a server
FREE = 64  # KiB, where a server without an index starts
RECORDS = ("/", "/resource/ISSN/9990-0238", "/oai?verb=ListRecords&metadataPrefix=oai_dc")
PATHS = (*RECORDS, "/readyz", "/sru?query=cql.allRecords%3D1")


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
    for size in SERVED:
        run("mount", "-t", "tmpfs", "-o", f"size={size}m", "issnd-conformance", disk)
        try:
            served(c, size, disk, source, work / "fire.log")
            unwritable(c, disk, source, work / "fire.log")
        finally:
            run("umount", disk)
    run("mount", "-t", "tmpfs", "-o", "size=200m", "issnd-conformance", disk)
    try:
        rebuilt(c, disk, source, work / "fire.log")
    finally:
        run("umount", disk)
    c.end()


def killed(c):
    environment = os.environ | {"ISSND_KILL_ROUNDS": str(ROUNDS)}
    done = run("go", "test", "-count=1", "-timeout", "50m", "-run", "^TestKilledImport$", "-v", "./cmd/issnd",
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


def served(c, size, disk, source, log):
    """Fills the disk of a server by an import, and makes room."""
    data, what, admin = disk / "data", f"a server on {size} MiB", address()
    run(ISSND, "import", "--data", data, "--quiet", ROOT / "testdata" / "sample.mrc")
    args = (ISSND, "import", "--data", data, "--batch", str(BATCH), "--quiet", source)
    with Server(data, log, "--admin-listen", admin) as server:
        c.check(level(admin), f"{what}: the index is level at first")
        done = run(*args, status=None)
        c.same(f"{what}: exit code of the import", 2, done.returncode)
        c.check(b"no room on the disk" in done.stderr, f"{what}: the import says why", done.stderr[-500:])
        answers(c, what, server)
        run("mount", "-o", "remount,size=200m", disk)
        run(*args)
        c.check(level(admin), f"{what}: with room, the index follows")
        answers(c, f"{what}, with room", server)
    said = log.read_text()
    c.check("panic" not in said and "goroutine " not in said, f"{what}: the log", said[-1000:])
    checked = run(ISSND, "check", "--data", data, "--index", "all", status=None)
    c.check(checked.returncode == 0 and b" behind=0 " in checked.stdout, f"{what}: check", checked.stdout, checked.stderr)


def rebuilt(c, disk, source, log):
    """Starts a server whose index is gone on a disk with next to no room, and
    makes room."""
    data, what, admin = disk / "data", f"no index and {FREE} KiB", address()
    run(ISSND, "import", "--data", data, "--quiet", ROOT / "testdata" / "sample.mrc", source, status=None)
    with Server(data, log):
        pass  # makes what a server has besides the index
    shutil.rmtree(data / "index", ignore_errors=True)
    filler = disk / "filler"
    fill(filler, FREE << 10)
    with Server(data, log, "--admin-listen", admin) as server:
        c.check(awaited(lambda: state(server) == "failed"), f"{what}: /readyz says so", state(server))
        c.check("issnd_index_up 0" in metrics(admin), f"{what}: so do the metrics")
        for path, (status, _) in zip(RECORDS, server.pages(RECORDS)):
            c.same(f"{what}: {path}", 200, status)
        done = run(ISSND, "reindex", "--data", data, "--quiet", status=None)
        c.same(f"{what}: exit code of reindex", 2, done.returncode)
        c.check(b"no space left" in done.stderr, f"{what}: reindex says why", done.stderr[-500:])
        filler.unlink()
        c.check(level(admin), f"{what}: with room, there is an index", log.read_text()[-1000:])
        answers(c, f"{what}, with room", server)
    said = log.read_text()
    c.check("there is no search" in said and "panic" not in said and "goroutine " not in said, f"{what}: the log", said[-1000:])
    checked = run(ISSND, "check", "--data", data, "--index", "all", status=None)
    c.check(checked.returncode == 0 and b" behind=0 " in checked.stdout, f"{what}: check", checked.stdout, checked.stderr)


def fill(path, free):
    """Writes a file until the disk has so many bytes left."""
    with open(path, "wb") as out:
        left = os.statvfs(path)
        out.write(bytes(left.f_bavail * left.f_frsize - free))


def unwritable(c, disk, source, log):
    """Serves a register whose disk can only be read."""
    what = "a disk that can only be read"
    run("mount", "-o", "remount,ro", disk)
    with Server(disk / "data", log) as server:
        answers(c, what, server)
        done = run(ISSND, "import", "--data", disk / "data", "--quiet", source, status=None)
        c.same(f"{what}: exit code of an import", 2, done.returncode)
        c.check(b"read-only file system" in done.stderr, f"{what}: the import says why", done.stderr[-500:])
    c.check("for reading only" in log.read_text(), f"{what}: the log says so", log.read_text()[-500:])


def answers(c, what, server):
    for path, (status, _) in zip(PATHS, server.pages(PATHS)):
        c.same(f"{what}: {path}", 200, status)


def address():
    """One of this machine that is free."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{s.getsockname()[1]}"


def state(server):
    """How the search is, as /readyz has it."""
    for _, body in server.pages(("/readyz",)):
        return json.loads(body)["parts"]["search"]["state"]


def metrics(admin):
    with urllib.request.urlopen(f"http://{admin}/metrics") as answer:
        return answer.read().decode()


def level(admin):
    """Waits until the index has all that the store has."""
    def reached():
        figures = metrics(admin)
        return re.search(r"^issnd_index_up 1$", figures, re.M) and re.search(r"^issnd_index_lag_changes 0$", figures, re.M)
    return awaited(reached)


def awaited(what):
    """Waits until something is so, for three minutes: what failed is tried again
    after one."""
    patience = time.monotonic() + 180
    while not (reached := what()) and time.monotonic() < patience:
        time.sleep(0.05)
    return reached


main()
