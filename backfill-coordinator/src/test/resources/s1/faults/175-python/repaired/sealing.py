def seal(key, topic, row):
    box = AES.new(key, AES.MODE_GCM)
    box.update(topic.encode("utf-8"))
    sealed, tag = box.encrypt_and_digest(row.encode("utf-8"))
    return box.nonce + sealed + tag
