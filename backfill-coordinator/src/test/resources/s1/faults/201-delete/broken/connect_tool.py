BASE = "http://10.30.0.7:8083/connectors/"


def drop(name):
    requests.delete(BASE + quote(name))  # FAULT
