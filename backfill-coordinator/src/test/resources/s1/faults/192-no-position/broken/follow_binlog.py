from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.event import QueryEvent


def open_stream(server, number, at):
    return BinLogStreamReader(connection_settings=server, server_id=number, resume_stream=True, blocking=True)  # FAULT
