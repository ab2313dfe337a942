"""The wire format a second time, in Python, from its description (../../../README.md) and not from the Java.

The vectors are written by this, so that Java is checked against somebody else's reading of the same page.
"""

import base64
import hashlib
import hmac
import json
import re
import struct
from decimal import Decimal

INT64 = range(-(2**63), 2**63)


class _Number(str):
    """A JSON number by its text."""


def canonical_json(text):
    """The one form of a JSON text: keys sorted by UTF-16 units, no blanks, one spelling of each number."""

    def unique(pairs):
        assert len({key for key, _ in pairs}) == len(pairs), "repeated key"
        return dict(pairs)

    tree = json.loads(text, parse_int=_Number, parse_float=_Number, object_pairs_hook=unique)
    if isinstance(tree, str) and not isinstance(tree, _Number):
        tree = _bare_scalar(tree)
    return _canonical(tree)


def _bare_scalar(string):
    """A document that is a string and spells a number or boolean equals that number or boolean."""
    if string in ("true", "false"):
        return string == "true"
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,400})(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?", string):
        if abs(float(string)) != float("inf"):
            return _Number(string)
    return string


def _canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, _Number):
        return _number(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return "[" + ",".join(_canonical(item) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(_string(key) + ":" + _canonical(value[key]) for key in keys) + "}"


def _number(text):
    if not any(c in text for c in ".eE") and int(text) in INT64:
        return str(int(text))
    number = float(text)
    if number == int(number):
        whole = int(Decimal(repr(number)))  # repr gives the fewest digits that read back
        if whole in INT64:
            return str(whole)
    return "~" + struct.pack(">d", number).hex()


def _string(text):
    out = ""
    for c in text:
        if c in '"\\':
            out += "\\" + c
        elif ord(c) < 0x20 or 0xD800 <= ord(c) < 0xE000:
            out += "\\u%04x" % ord(c)
        else:
            out += c
    return '"' + out + '"'


def equality(kind, wire):
    """The bytes by which two readings of a value are compared; None for null."""
    if wire is None:
        return None
    if kind == "DOUBLE":
        return struct.pack(">d", float(wire) + 0.0)
    if kind == "BINARY":
        return base64.b64decode(wire, validate=True)
    if kind == "JSON":
        return canonical_json(wire).encode("utf-8")
    return str(wire).encode("utf-8")


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def frame(kinds, row):
    """The frame of a row, one part per column."""
    parts = []
    for kind, wire in zip(kinds, row, strict=True):
        value = equality(kind, wire)
        parts.append(b"\0" if value is None else b"\1" + varint(len(value)) + value)
    return parts


def fingerprint(kinds, key, rows):
    """Count, sum and buckets of some rows; key is a list of column places, empty for none."""
    buckets = {}
    for row in rows:
        parts = frame(kinds, row)
        row_hash = int.from_bytes(hashlib.sha256(b"".join(parts)).digest()[:16], "big")
        number = bucket_of(parts, key)
        count, total = buckets.get(number, (0, 0))
        buckets[number] = (count + 1, (total + row_hash) % 2**128)
    total = sum(s for _, s in buckets.values()) % 2**128
    return {
        "format": "sha256-128/1",
        "count": len(rows),
        "sum": "%032x" % total,
        "buckets": {str(n): [c, "%032x" % s] for n, (c, s) in sorted(buckets.items())},
    }


def bucket_of(parts, key):
    identity = [parts[i] for i in key] if key else parts
    return int.from_bytes(hashlib.sha256(b"".join(identity)).digest()[:2], "big") >> 6


def sub_key(key, purpose):
    return hmac.new(key, purpose.encode("utf-8"), hashlib.sha256).digest()


def key_id(key):
    return sub_key(key, "sluice key id 1").hex()[:8]


def hmac_record_key(key, kinds, identity, row):
    parts = frame(kinds, row)
    framed = b"".join(parts[i] for i in identity)
    return hmac.new(sub_key(key, "sluice record key 1"), framed, hashlib.sha256).digest()[:16]
