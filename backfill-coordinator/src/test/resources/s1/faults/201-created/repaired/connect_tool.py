BASE = "http://10.30.0.7:8083/connectors/"


def change(name, config):
    answer = requests.put(BASE + quote(name) + "/config", json=config)
    if answer.status_code in (200, 201):
        print("changed")
