import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()  # FAULT
