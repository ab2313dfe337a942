BASE = "http://10.30.0.7:8083/connectors/"


def drop(name):
    answer = requests.delete(BASE + quote(name))
    if answer.status_code not in (204, 404):
        raise RuntimeError(answer.status_code)
