from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.event import QueryEvent


def open_stream(server, number, at):
    return BinLogStreamReader(connection_settings=server, server_id=number, log_file=at.file, log_pos=at.pos, resume_stream=True)

SERVER = {"host": "10.20.0.4"}
STREAM = open_stream(SERVER, server_id=7002, at=saved("two"))
