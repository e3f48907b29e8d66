#!/usr/bin/env python3
"""Puts records whose ISSN comes again later in the file into a second file.

usage: split.py IN.mrc LAST.mrc EARLIER.mrc

A register keeps one record for each ISSN, so a round trip of a file that
holds several for one number takes more than one store. Like the import, it
takes the number from the start of the first 022 $a that has a right check
character.
"""
import re
import sys


def check(digits):
    total = sum(int(c) * (8 - i) for i, c in enumerate(digits[:7]))
    return "0123456789X"[(11 - total % 11) % 11]


def issn(raw):
    base = int(raw[12:17])
    directory = raw[24:base - 1]
    for i in range(0, len(directory), 12):
        if directory[i:i + 3] != b"022":
            continue
        start, length = int(directory[i + 7:i + 12]), int(directory[i + 3:i + 7])
        for sub in raw[base + start:base + start + length - 1].split(b"\x1f")[1:]:
            m = re.match(rb"a\s*(\d{4})-?(\d{3})([\dXx])", sub)
            if m:
                digits = (m.group(1) + m.group(2)).decode()
                if check(digits) == m.group(3).decode().upper():
                    return digits
    return None


def main(source, last, earlier):
    records = open(source, "rb").read().split(b"\x1d")[:-1]
    final = {}
    for n, raw in enumerate(records):
        final[issn(raw)] = n
    with open(last, "wb") as a, open(earlier, "wb") as b:
        for n, raw in enumerate(records):
            (a if final[issn(raw)] == n else b).write(raw + b"\x1d")
    print(f"{len(records)} records, {len(records) - len(final)} of them with an ISSN that comes again")


if __name__ == "__main__":
    main(*sys.argv[1:])
