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

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

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


ALGORITHMS = {"AES-GCM": (1, algorithms.AES), "SM4-GCM": (2, algorithms.SM4)}


def zstd_stored(content):
    """A Zstandard frame (RFC 8878) that stores its content in one raw block: every library reads it, none is needed."""
    assert len(content) < 1 << 17
    return bytes.fromhex("28b52ffda0") + struct.pack("<I", len(content)) + struct.pack("<I", len(content) << 3 | 1)[:3] + content


def envelope_v2(algorithm, key, topic, record_key, nonce, rows, frame, compressed, packed=zstd_stored):
    """One row, or a frame of many, sealed in version 2."""
    code, cipher = ALGORITHMS[algorithm]
    content = varint(len(rows)) + b"".join(varint(len(row)) + row for row in rows) if frame else rows[0]
    if compressed:
        content = varint(len(content)) + packed(content)
    head = b"SLR\2" + bytes([code, compressed | frame << 1]) + bytes.fromhex(key_id(key))
    return head + nonce + gcm(cipher, key, nonce, head + place(topic, record_key), content)


def place(topic, record_key):
    name = topic.encode("utf-8")
    return varint(len(name)) + name + (b"\0" if record_key is None else b"\1" + record_key)


def gcm(cipher, key, nonce, additional, content):
    sealing = Cipher(cipher(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(additional)
    return sealing.update(content) + sealing.finalize() + sealing.tag


def open_v2(key, topic, record_key, sealed):
    """The content of an envelope of version 2: what stands between seal and compression."""
    assert sealed[:4] == b"SLR\2" and sealed[6:10].hex() == key_id(key)
    cipher = {code: cipher for code, cipher in ALGORITHMS.values()}[sealed[4]]
    opening = Cipher(cipher(key), modes.GCM(sealed[10:22], sealed[-16:])).decryptor()
    opening.authenticate_additional_data(sealed[:10] + place(topic, record_key))
    return opening.update(sealed[22:-16]) + opening.finalize()
