from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.event import QueryEvent


def open_stream(server, number, at):
    return BinLogStreamReader(connection_settings=server, server_id=number, log_file=at.file, log_pos=at.pos, resume_stream=True)

def plain(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii", "strict")
    return value
