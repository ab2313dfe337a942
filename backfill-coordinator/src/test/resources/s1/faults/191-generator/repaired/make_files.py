import os


SUFFIXES = ["_datax_config.json", "_create_table.sql"]

JOB = {
    "job": {
        "setting": {"speed": {"channel": 1}, "errorLimit": {"record": 0}},
    }
}
