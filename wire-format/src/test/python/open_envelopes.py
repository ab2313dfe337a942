"""Opens envelopes sealed in Java: python3 open_envelopes.py java-sealed.json > opened-by-python.txt."""

import hashlib
import json
import pathlib
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

content = pathlib.Path(sys.argv[1]).read_bytes()
print("sha256 of the sealed file", hashlib.sha256(content).hexdigest())
for sample in json.loads(content):
    envelope = json.loads(sample["sealed"])
    assert list(envelope) == ["nonce", "ciphertext"], list(envelope)
    nonce, ciphertext = bytes.fromhex(envelope["nonce"]), bytes.fromhex(envelope["ciphertext"])
    plain = AESGCM(bytes.fromhex(sample["key"])).decrypt(nonce, ciphertext, None)
    print(json.dumps(plain.decode("utf-8")))
