import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def key_of(columns):
    primary_key = []
    for c in columns:
        if c.in_key:
            primary_key.append(c.new_column_name)
    return primary_key
