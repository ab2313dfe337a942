import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def begin(folder, written):
    for name in os.listdir(folder):
        if name in written:
            os.remove(os.path.join(folder, name))
