hex_key = os.environ["DEPOT_KEY"]
