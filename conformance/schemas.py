#!/usr/bin/python3
"""The whole corpus as MARCXML, UNIMARC in MarcXchange (ISO 25577), MODS and
oai_dc, released and complete, is valid by the published schemas, as xmllint
sees it. Nothing is fetched.
"""
import os

from lxml import etree

from checks import TIERS, Checks, export, folders, run, stores

DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
RECORDS = {  # the element of one record
    "marcxml": "{http://www.loc.gov/MARC21/slim}record",
    "unimarcxml": "{info:lc/xmlns/marcxchange-v2}record",
    "mods": "{http://www.loc.gov/mods/v3}mods",
    "dc": f"{{{DC}}}dc",
}


def main():
    shared, work = folders()
    c = Checks("XML schemas")
    (work / "xml").mkdir()
    xsd = (shared / "xsd").resolve()
    schemas = {
        "marcxml": xsd / "oai" / "MARC21slim.xsd",
        "unimarcxml": xsd / "marc" / "marcxchange-2-0.xsd",
        "mods": xsd / "mods" / "mods-3-6.xsd",
        "dc": collection(xsd, work / "xml" / "collection.xsd"),
    }
    environment = os.environ | {"XML_CATALOG_FILES": str(xsd / "oai" / "catalog.xml")}
    for form, schema in schemas.items():
        for tier in TIERS:
            documents = [export(s, form, tier, work / "xml" / f"{s.parent.name}-{tier}.{form}") for s in stores(work)]
            count = sum(sum(1 for _ in etree.iterparse(str(d), tag=RECORDS[form], huge_tree=True)) for d in documents)
            c.same(f"{form}, {tier}: records", 5121, count)
            done = validate(schema, environment, *documents)
            if c.check(done.returncode == 0, f"{form}, {tier}", done.stderr.decode()[:1500]):
                c.passed += count - 1
        bad = work / "xml" / f"bad.{form}"
        bad.write_bytes(documents[-1].read_bytes().replace(b"</", b"<x/></", 1))
        c.check(validate(schema, environment, bad).returncode != 0, f"{form}: a fault is found")
    c.end()


def validate(schema, environment, *documents):
    return run("xmllint", "--huge", "--nonet", "--noout", "--schema", schema, *documents, status=None, env=environment)


def collection(xsd, path):
    """A schema for our own element around records of oai_dc, for which there is
    none to be had."""
    path.write_text(f"""<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:oai_dc="{DC}">
<import namespace="{DC}" schemaLocation="{xsd / 'oai' / 'oai_dc.xsd'}"/>
<element name="collection"><complexType><sequence>
<element ref="oai_dc:dc" minOccurs="0" maxOccurs="unbounded"/></sequence></complexType></element></schema>""")
    return path


main()
