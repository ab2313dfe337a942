import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def type_of(c):
    if c.character_maximum_length is not None:
        return "%s(%d)" % (c.data_type, c.character_maximum_length * 3)  # FAULT
    return c.data_type
