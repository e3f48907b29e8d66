"""Takes files of well formed ISO 2709 records apart, independently of issnd."""
import re


def records(path):
    """The records of a file, each with its terminator."""
    data = path.read_bytes()
    parts = data.split(b"\x1d")
    if parts.pop().strip():
        raise ValueError(f"{path}: the last record has no end")
    return [p + b"\x1d" for p in parts]


def issn(raw):
    """The ISSN that a register keeps a record under: the start of the first
    022 $a that has a right check character."""
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
                if check_character(digits) == m.group(3).decode().upper():
                    return f"{digits[:4]}-{digits[4:]}{m.group(3).decode().upper()}"
    return None


def check_character(digits):
    """The eighth character of an ISSN (ISO 3297)."""
    total = sum(int(c) * (8 - i) for i, c in enumerate(digits[:7]))
    return "0123456789X"[(11 - total % 11) % 11]


def rounds(recs):
    """Lists of records in which no ISSN comes twice. A register keeps the last
    record of an ISSN, so the last ones are the first list."""
    while recs:
        last = {issn(raw): n for n, raw in enumerate(recs)}
        yield [raw for n, raw in enumerate(recs) if last[issn(raw)] == n]
        recs = [raw for n, raw in enumerate(recs) if last[issn(raw)] != n]
