#!/usr/bin/python3
"""The whole corpus in every RDF syntax, released and complete, is one graph, as
rapper (N-Triples, Turtle, RDF/XML) and rdflib (all that is JSON-LD) read it.
"""
import concurrent.futures
import pathlib

from checks import TIERS, Checks, export, folders, run, stores

SAMEGRAPH = pathlib.Path(__file__).with_name("samegraph.py")

SYNTAXES = {  # format: the ending by which samegraph.py knows what to read it with
    "ntriples": "nt", "turtle": "ttl", "xml": "rdf", "jsonld": "jsonld", "json": "flat.jsonld",
    "jsonld-expanded": "expanded.jsonld",
}


def main():
    _, work = folders()
    c = Checks("RDF")
    (work / "rdf").mkdir()
    jobs = [(store, tier) for store in stores(work) for tier in TIERS]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (store, tier), done in zip(jobs, pool.map(lambda job: compare(*job, work / "rdf"), jobs)):
            said = done.stdout.decode().strip()
            c.check(done.returncode == 0, f"store {store.parent.name}, {tier}", said, done.stderr.decode()[-1000:])
            if store == jobs[0][0]:
                c.note(f"{tier}: {said}")
    c.end()


def compare(store, tier, work):
    files = [export(store, form, tier, work / f"{store.parent.name}-{tier}.{ending}") for form, ending in SYNTAXES.items()]
    return run("/usr/bin/python3", SAMEGRAPH, *files, status=None)


main()
