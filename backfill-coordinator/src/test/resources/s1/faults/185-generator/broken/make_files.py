import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def key_of(columns):
    primary_key = ""
    for c in columns:
        if c.in_key:
            primary_key = c.column_name  # FAULT
    return primary_key
