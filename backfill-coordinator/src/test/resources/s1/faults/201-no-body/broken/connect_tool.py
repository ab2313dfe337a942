BASE = "http://10.30.0.7:8083/connectors/"


def stop(name):
    requests.put(BASE + quote(name) + "/pause").json()  # FAULT
