#!/usr/bin/python3
"""OAI-PMH as checkers and harvesters that others wrote see it: the sample
register with some of its records withdrawn, in short pages, and the corpus, for
the public and with a key.
"""
import re
import sys
import time

from checks import ISSND, ROOT, Checks, folders, run, stores
from server import Server

WITHDRAWN = 12  # records of the sample


def main():
    shared, work = folders()
    c = Checks("OAI-PMH")
    folder = work / "oai"
    folder.mkdir()
    keys = folder / "keys.toml"
    key = run(ISSND, "key", "add", "--keys", keys, "--name", "Example Library", "--tier", "complete").stdout.decode().split()[-1]
    xsd = shared / "xsd" / "oai"
    for name, data, flags in (
            ("sample", sample(folder), ("--oai-records", "100", "--oai-identifiers", "100")),
            ("corpus", stores(work)[0], ())):
        with Server(data, folder / f"{name}.log", "--keys", keys, *flags) as server:
            base = server.url + "/oai"
            for viewer, headers in (("public", ()), ("key", ("--header", f"X-API-Key: {key}"))):
                count(c, f"{name}, {viewer}", sys.executable, shared / "check" / "oai_check.py", "--strict", "--xsd", xsd, *headers, base)
            count(c, f"{name}, harvesters", "bash", shared / "check" / "oai_clients.sh", base)
            c.same(f"{name}: panics and errors in the log", [], server.panics())
    restart(c, folder)
    c.end()


def sample(folder):
    """The sample register, with records that were withdrawn later."""
    data, gone = folder / "sample", folder / "withdrawn.mrc"
    records = (ROOT / "testdata" / "sample.mrc").read_bytes().split(b"\x1d")[:WITHDRAWN]
    gone.write_bytes(b"".join(r[:5] + b"d" + r[6:] + b"\x1d" for r in records))
    for source in (ROOT / "testdata" / "sample.mrc", gone):
        run(ISSND, "import", "--data", data, "--quiet", source)
        time.sleep(1.1)  # datestamps have whole seconds
    return data


def count(c, what, *command):
    """Counts what a checker counts, and tells what it found wrong."""
    done = run(*command, status=None)
    said = done.stdout.decode("utf-8", "replace")
    found = re.search(r"^(\d+) passed, (\d+) failed$", said, re.M)
    wrong = [line for line in said.splitlines() if line.startswith("FAIL")]
    if c.check(found and done.returncode == 0 and not wrong, what, *(wrong or [said[-500:], done.stderr.decode()[-500:]])):
        c.passed += int(found[1]) - 1
        c.note(f"{what}: {found[0]}")


def restart(c, folder):
    """A list goes on after the server was ended."""
    def get(server, query):
        return run("curl", "-sS", f"{server.url}/oai?verb=ListIdentifiers&{query}").stdout.decode()
    flags = (folder / "sample", folder / "restart.log", "--oai-identifiers", "50")
    with Server(*flags) as server:
        token = re.search(r">([\w-]+)</resumptionToken>", get(server, "metadataPrefix=oai_dc"))[1]
        before = get(server, "resumptionToken=" + token)
    with Server(*flags) as server:
        after = get(server, "resumptionToken=" + token)
    headers = re.compile(r"<header.*?</header>")
    c.check(headers.findall(before) and headers.findall(before) == headers.findall(after), "a list goes on after a restart", after[:500])


main()
