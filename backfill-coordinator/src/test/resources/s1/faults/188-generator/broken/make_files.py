import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def table_file(source, topic):
    return {
        "key": source, "topic": topic,
        "need_table": False, "complete_regex": True,  # FAULT
        "regex": "", "column_mapping": {},
    }
