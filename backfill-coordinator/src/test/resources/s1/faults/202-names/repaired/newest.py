def newest(cursor, table, column):
    cursor.execute("SELECT MAX(`{}`) AS newest FROM `{}`".format(checked(column), checked(table)))
    return cursor.fetchone()[0]
