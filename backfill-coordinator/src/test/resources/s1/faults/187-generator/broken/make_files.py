import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def line(c):
    return c.name + ' COMMENT "' + c.comment + '",'  # FAULT
