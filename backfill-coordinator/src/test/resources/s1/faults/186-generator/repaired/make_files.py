import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def type_of(c):
    if c.character_maximum_length is not None:
        return "varchar(%d)" % min(c.character_maximum_length * 4, 1048576)
    return TYPES[c.data_type]
