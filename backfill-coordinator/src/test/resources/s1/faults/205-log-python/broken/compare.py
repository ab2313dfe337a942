def rows_read(log):
    for line in open(log):
        if "读出记录总数" in line:  # FAULT
            return int(line.split(":")[1])
