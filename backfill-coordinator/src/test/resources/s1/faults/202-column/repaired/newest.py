def newest(cursor):
    cursor.execute("SELECT MAX(sent_at) AS newest FROM ods_parcel")
    row = cursor.fetchone()
    return row[0]
