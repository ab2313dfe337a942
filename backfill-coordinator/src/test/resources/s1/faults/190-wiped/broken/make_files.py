import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def begin(folder):
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))  # FAULT
