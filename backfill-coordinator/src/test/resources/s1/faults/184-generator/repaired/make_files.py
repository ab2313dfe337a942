import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def column(row):
    is_nullable = row[1]
    nullable = is_nullable == "YES"
    return nullable
