import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def paths(config, columns):
    config["sink.properties.columns"] = ",".join(c.new_column_name for c in columns)
    config["sink.properties.jsonpaths"] = to_paths([c.new_column_name for c in columns])
