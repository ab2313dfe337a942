BASE = "http://10.30.0.7:8083/connectors/"


def stop(name):
    answer = requests.put(BASE + quote(name) + "/pause")
    answer.raise_for_status()
