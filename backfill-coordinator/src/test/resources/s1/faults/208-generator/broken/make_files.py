import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def job(topic, text):
    with open("out/" + topic + "_datax_config.json", "w") as f:
        f.write(text)
    return topic + "_datax_config.json"  # FAULT
