def seal(key, row):
    box = AES.new(key, AES.MODE_GCM)  # FAULT
    sealed, tag = box.encrypt_and_digest(row.encode("utf-8"))
    return box.nonce + sealed + tag
