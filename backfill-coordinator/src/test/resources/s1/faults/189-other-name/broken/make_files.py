import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def live_connector(folder, topic, text):
    with open(os.path.join(folder, topic + "-connect.json"), "w") as f:
        f.write(text)
    return os.path.join(folder, topic + "_connect.json")  # FAULT
