"""Writes the vectors of the wire format: python3 make_vectors.py [FOLDER].

Needs Python 3.10 and the `cryptography` package. The output does not depend on time or chance, so running it
again must change nothing; a test does that where Python is there.
"""

import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import wire
from type_vectors import VECTORS

HOME = pathlib.Path(__file__).resolve().parents[2] / "main/resources/io/github/sluice/wire/vectors"


def chosen(purpose, length):
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_128(purpose.encode()).digest(length)


KEYS = {bits: chosen("key %d" % bits, bits // 8) for bits in (128, 192, 256)}


def types():
    return {"about": "the type table, value by value; README.md of wire-format names the fields", "vectors": VECTORS}


def fingerprints():
    columns = [("id", "bigint"), ("name", "varchar(20)"), ("amount", "decimal(20,6)"), ("ratio", "double"),
               ("at", "datetime(6)"), ("raw", "varbinary(8)"), ("doc", "json")]
    kinds = ["INTEGER", "TEXT", "DECIMAL", "DOUBLE", "DATETIME", "BINARY", "JSON"]
    rows = [
        [1, "中文😀", "0.000001", 0.1, "2024-01-02 03:04:05", "AQI=", '{"b": 1, "a": 1.0}'],
        [2, "", "-1.500000", 0.0, "2024-01-02 03:04:05.000001", "", "[]"],
        [3, None, None, None, None, None, None],
        [-4, "x" * 200, "12345678901234.123456", 1e300, "1000-01-01 00:00:00", "//79", '"\\u4e2d"'],
        [2**63 - 1, "\0\t\n\"\\", "0.000000", 5e-324, "9999-12-31 23:59:59.999999", "AA==", "null"],
    ]
    many = [[n, "row %d" % n, "%d.000000" % n, n / 8, None, None, None] for n in range(60)]
    sets = []
    for name, key, some in (("no rows", ["id"], []), ("one row, keyed", ["id"], rows[:1]), ("one row, no key", [], rows[:1]),
                            ("five rows, keyed by two columns", ["name", "id"], rows), ("a row twice", ["id"], [rows[0], rows[0]]),
                            ("sixty rows", ["id"], many)):
        places = [[c for c, _ in columns].index(k) for k in key]
        sets.append({"name": name, "keyColumns": key, "rows": some, "fingerprint": wire.fingerprint(kinds, places, some),
                     "buckets": [wire.bucket_of(wire.frame(kinds, row), places) for row in some[:5]],
                     "frames": [b"".join(wire.frame(kinds, row)).hex() for row in some[:5]]})
    return {"columns": [{"name": n, "type": t} for n, t in columns], "sets": sets}


def record_keys():
    columns = [{"name": "db", "type": "varchar(64)"}, {"name": "id", "type": "bigint unsigned"}, {"name": "v", "type": "text"}]
    kinds = ["TEXT", "LARGE_INTEGER", "TEXT"]
    rows = [["shop_01", "1", "a"], ["中文", "18446744073709551615", None], ["", "0", ""]]
    cases = []
    for bits, key in KEYS.items():
        for names in (["db", "id"], ["id"], []):
            places = [[c["name"] for c in columns].index(n) for n in names] or [0, 1, 2]
            for row in rows:
                cases.append({"key": key.hex(), "keyId": wire.key_id(key), "keyColumns": names, "row": row,
                              "hmac": wire.hmac_record_key(key, kinds, places, row).hex(),
                              "columns": json.dumps([row[i] for i in places], ensure_ascii=False, separators=(",", ":"))})
    md5 = [{"delimiter": d, "row": r, "md5": hashlib.md5((d.join("null" if v is None else v for v in r) + "\n").encode()).hexdigest()}
           for d in ("\t", ",", "||") for r in rows]
    return {"columns": columns, "cases": cases, "md5": md5}


PLAIN = ["", "a", '{"id":1,"name":"中文😀","amount":"1.50","gone":null}', "\0\x01\x7f", "x" * 1000]


def envelopes():
    good, keys = [], list(KEYS.values())
    for i, plain in enumerate(PLAIN):
        for nonce_length in (12, 16):
            for key in keys:
                nonce = chosen("nonce %d %d %d" % (i, nonce_length, len(key)), nonce_length)
                ciphertext = AESGCM(key).encrypt(nonce, plain.encode("utf-8"), None).hex()
                good.append({"key": key.hex(), "plain": plain, "sealed": spelled(len(good), nonce.hex(), ciphertext)})
    return {"opens": good, "refused": refused(keys[2])}


def spelled(style, nonce, ciphertext):
    """The ways in which clients write the same envelope."""
    ordered, turned = {"nonce": nonce, "ciphertext": ciphertext}, {"ciphertext": ciphertext, "nonce": nonce}
    return [
        json.dumps(ordered, separators=(",", ":")),
        json.dumps(ordered),
        json.dumps(turned),
        json.dumps(ordered, indent=2),
        json.dumps({k: v.upper() for k, v in ordered.items()}),
        "\r\n\t " + json.dumps(turned, indent="\t") + "\n",
    ][style % 6]


def refused(key):
    nonce = chosen("nonce refused", 12)
    ciphertext = AESGCM(key).encrypt(nonce, b"secret", None)
    n, c = nonce.hex(), ciphertext.hex()
    other = AESGCM(chosen("another key", 32)).encrypt(nonce, b"secret", None).hex()
    bound = AESGCM(key).encrypt(nonce, b"secret", b"topic").hex()
    long_nonce = chosen("nonce long", 32)
    cases = []

    def case(reason, why, sealed):
        cases.append({"key": key.hex(), "reason": reason, "why": why, "sealed": sealed})

    def envelope(a, b):
        return '{"nonce":"%s","ciphertext":"%s"}' % (a, b)

    for why, sealed in (("nothing", ""), ("a row in clear", '{"id":1}'), ("text", "hello"), ("a list", "[1]"), ("an empty object", "{}"),
                        ("null", "null"), ("a string", '"%s"' % n), ("only white space", " \n"), ("a name with an escape", '{"\\u006eonce":"%s","ciphertext":"%s"}' % (n, c)),
                        ("names in capitals", '{"Nonce":"%s","Ciphertext":"%s"}' % (n, c)), ("a cut name", '{"nonc')):
        case("NOT_AN_ENVELOPE", why, sealed)
    for why, sealed in (("nonce alone", '{"nonce":"%s"}' % n), ("ciphertext alone", '{"ciphertext":"%s"}' % c), ("nonce twice", '{"nonce":"%s","nonce":"%s"}' % (n, n)),
                        ("a third part", envelope(n, c)[:-1] + ',"tag":""}'), ("a foreign second part", '{"nonce":"%s","data":"%s"}' % (n, c)),
                        ("text after the end", envelope(n, c) + "x"), ("two envelopes", envelope(n, c) * 2), ("cut off", envelope(n, c)[:-1]), ("cut in the ciphertext", envelope(n, c)[:-9]),
                        ("odd count of digits", envelope(n, c[:-1])), ("no hex", envelope(n, "zz" + c[2:])), ("full-width digits", envelope(n, "\uff11\uff12" + c[2:])),
                        ("an escape", envelope(n, "\\u0030" + c[1:])), ("nonce of 8 bytes", envelope(n[:16], c)), ("nonce of 32 bytes", envelope(long_nonce.hex(), c)),
                        ("empty nonce", envelope("", c)), ("shorter than a tag", envelope(n, c[:30])), ("empty ciphertext", envelope(n, "")),
                        ("nonce a number", '{"nonce":1,"ciphertext":"%s"}' % c), ("ciphertext null", '{"nonce":"%s","ciphertext":null}' % n), ("trailing comma", envelope(n, c)[:-1] + ",}")):
        case("MALFORMED", why, sealed)
    flipped = "%02x" % (int(c[:2], 16) ^ 1) + c[2:]
    for why, sealed in (("another key", envelope(n, other)), ("bound to a topic", envelope(n, bound)), ("one bit of the ciphertext", envelope(n, flipped)),
                        ("one bit of the tag", envelope(n, c[:-2] + "%02x" % (int(c[-2:], 16) ^ 128))), ("tag alone", envelope(n, c[-32:])), ("tag cut to 120 bits", envelope(n, c[:-2])),
                        ("another nonce", envelope(chosen("nonce other", 12).hex(), c)), ("nonce with four zero bytes more", envelope(n + "00000000", c))):
        case("WRONG_KEY_OR_TAMPERED", why, sealed)
    return cases


V2_KEYS = [("AES-GCM", chosen("ring key aes", 32)), ("AES-GCM", KEYS[128]), ("SM4-GCM", chosen("ring key sm4", 16))]


def envelopes_v2():
    ring = {"format": "sluice-keys/1", "root": KEYS[256].hex(), "keys": [
        {"id": wire.key_id(key), "key": key.hex(), "algorithm": algorithm, "state": "retired" if i else "active",
         "created": "2026-01-31T08:00:00Z", "maxRecords": 2**32 - i, "maxStarts": 2**16 - i, **({"maxAgeDays": 90} if i else {})}
        for i, (algorithm, key) in enumerate(V2_KEYS)]}
    good = []

    def one(algorithm, key, topic, record_key, rows, frame, compressed):
        nonce = chosen("nonce v2 %d" % len(good), 12)
        sealed = wire.envelope_v2(algorithm, key, topic, record_key, nonce, [r.encode("utf-8") for r in rows], frame, compressed)
        good.append({"topic": topic, "key": None if record_key is None else record_key.hex(), "rows": rows, "frame": frame, "sealed": sealed.hex()})

    for algorithm, key in V2_KEYS:
        for plain in PLAIN:
            for compressed in (False, True):
                one(algorithm, key, "shop.orders", chosen("record key " + plain, 16), [plain], False, compressed)
        one(algorithm, key, "t", None, ["no key"], False, False)
        one(algorithm, key, "t", b"", ["an empty key"], False, False)
        one(algorithm, key, "t" * 249, None, PLAIN, True, True)
        one(algorithm, key, "t", None, ["alone"], True, False)
        one(algorithm, key, "t", None, ["row %d" % n for n in range(300)], True, True)
    return {"ring": ring, "opens": good, "refused": refused_v2()}


def refused_v2():
    algorithm, key = V2_KEYS[0]
    nonce, topic, record_key = chosen("nonce v2 refused", 12), "shop.orders", b"key"
    sealed = wire.envelope_v2(algorithm, key, topic, record_key, nonce, [b"secret"], False, False)
    cases = []

    def case(reason, why, sealed, topic=topic, record_key=record_key):
        cases.append({"reason": reason, "why": why, "topic": topic, "key": None if record_key is None else record_key.hex(), "sealed": sealed.hex()})

    def changed(at, by):
        return sealed[:at] + by + sealed[at + len(by):]

    def content(content, flags):
        head = sealed[:5] + bytes([flags]) + sealed[6:10]
        return head + nonce + wire.gcm(wire.ALGORITHMS[algorithm][1], key, nonce, head + wire.place(topic, record_key), content)

    case("NOT_AN_ENVELOPE", "version 1 in this magic", changed(3, b"\1"))
    case("NOT_AN_ENVELOPE", "version 3", changed(3, b"\3"))
    case("NOT_AN_ENVELOPE", "a control record", b"SLC\1" + sealed[4:])
    case("NOT_AN_ENVELOPE", "magic alone", b"SLR")
    case("MALFORMED", "head alone", sealed[:22])
    case("MALFORMED", "shorter than a tag", sealed[:37])
    case("MALFORMED", "algorithm 0", changed(4, b"\0"))
    case("MALFORMED", "algorithm 3", changed(4, b"\3"))
    case("MALFORMED", "unknown content", changed(5, b"\4"))
    case("MALFORMED", "unknown content", changed(5, b"\x80"))
    case("UNKNOWN_KEY", "another key's id", changed(6, bytes.fromhex(wire.key_id(b"x" * 16))))
    case("WRONG_KEY_OR_TAMPERED", "algorithm of another key", changed(4, b"\2"))
    case("WRONG_KEY_OR_TAMPERED", "said to be compressed", changed(5, b"\1"))
    case("WRONG_KEY_OR_TAMPERED", "said to be a frame", changed(5, b"\2"))
    case("WRONG_KEY_OR_TAMPERED", "id of another key of the ring", changed(6, bytes.fromhex(wire.key_id(V2_KEYS[1][1]))))
    case("WRONG_KEY_OR_TAMPERED", "another nonce", changed(10, b"\0"))
    case("WRONG_KEY_OR_TAMPERED", "one byte of the ciphertext", changed(22, bytes([sealed[22] ^ 1])))
    case("WRONG_KEY_OR_TAMPERED", "one bit of the tag", sealed[:-1] + bytes([sealed[-1] ^ 128]))
    case("WRONG_KEY_OR_TAMPERED", "cut off", sealed[:-1])
    case("WRONG_KEY_OR_TAMPERED", "a byte more", sealed + b"\0")
    case("WRONG_KEY_OR_TAMPERED", "replayed into another topic", sealed, topic="shop.orders2")
    case("WRONG_KEY_OR_TAMPERED", "beside another key", sealed, record_key=b"kez")
    case("WRONG_KEY_OR_TAMPERED", "without a key", sealed, record_key=None)
    case("WRONG_KEY_OR_TAMPERED", "topic and key cut elsewhere", sealed, topic="shop.order", record_key=b"skey")
    case("MALFORMED", "no compressed content", content(b"", 1))
    case("MALFORMED", "compressed content of another length", content(wire.varint(7) + wire.zstd_stored(b"secret"), 1))
    case("MALFORMED", "compressed content that is none", content(wire.varint(6) + b"secret", 1))
    case("MALFORMED", "too long when unpacked", content(wire.varint(2**28 + 1) + wire.zstd_stored(b"secret"), 1))
    case("MALFORMED", "a frame of no rows", content(b"\0", 2))
    case("MALFORMED", "a frame cut off", content(b"\2\1a", 2))
    case("MALFORMED", "a frame that goes on", content(b"\1\1ab", 2))
    case("MALFORMED", "a row longer than its frame", content(b"\1\5ab", 2))
    case("MALFORMED", "a number not in its shortest form", content(b"\1\x81\0a", 2))
    case("MALFORMED", "a number beyond 31 bits", content(b"\xff\xff\xff\xff\x0f", 2))
    return cases


def control():
    cases = []
    for i, (run, table, step, body) in enumerate((("run-1", "shop.orders", "manifest", '{"pulled":1}'), ("run-1", "", "start", "{}"), ("运行", "商店.订单", "verify", '{"中":"文"}'))):
        key = list(KEYS.values())[i]
        magic, nonce = b"SLC\1", chosen("control %d" % i, 12)
        aad = magic + b"".join(wire.varint(len(p.encode())) + p.encode() for p in (run, table, step))
        sealed = magic + nonce + AESGCM(wire.sub_key(key, "sluice control 1")).encrypt(nonce, body.encode(), aad)
        cases.append({"key": key.hex(), "runId": run, "table": table, "step": step, "body": body, "sealed": sealed.hex()})
    return {"records": cases}


FILES = {"types": types, "fingerprint": fingerprints, "record-keys": record_keys, "envelope-v1": envelopes, "envelope-v2": envelopes_v2, "control": control}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        text = json.dumps(make(), ensure_ascii=True, indent=1, allow_nan=False)
        (folder / (name + ".json")).write_text(text + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HOME)
