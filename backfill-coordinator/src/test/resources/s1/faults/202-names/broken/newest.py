def newest(cursor, table, column):
    cursor.execute("SELECT MAX({}) AS newest FROM {}".format(column, table))  # FAULT
    return cursor.fetchone()[0]
