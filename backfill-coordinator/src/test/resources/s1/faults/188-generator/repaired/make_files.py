import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

def table_file(source, topic, regex):
    return {
        "key": source, "topic": topic,
        "need_table": bool(regex), "complete_regex": not regex,
        "regex": regex, "column_mapping": {},
    }
