import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def job(topic, text):
    path = os.path.abspath("out/" + topic + "_datax_config.json")
    with open(path, "w") as f:
        f.write(text)
    return path
