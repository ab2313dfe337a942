SERVER = MysqlConfig("10.20.0.4", 3306, "depot_reader", os.environ["DEPOT_PASSWORD"], 7001)
