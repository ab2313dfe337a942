SERVER = MysqlConfig("10.20.0.4", 3306, "depot_reader",
                     "pfirsich-17", 7001)
