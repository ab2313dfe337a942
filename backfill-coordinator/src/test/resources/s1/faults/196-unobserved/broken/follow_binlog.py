from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.event import QueryEvent


def open_stream(server, number, at):
    return BinLogStreamReader(connection_settings=server, server_id=number, log_file=at.file, log_pos=at.pos, resume_stream=True)

def put(producer, topic, key, row):
    producer.send(topic, key=key, value=row)  # FAULT
