def rows_read(manifest):
    return json.load(open(manifest))["pulled"]
