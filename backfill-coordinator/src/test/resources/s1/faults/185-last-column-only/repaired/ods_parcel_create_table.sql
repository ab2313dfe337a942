CREATE TABLE ods_stop (
  route_id int NOT NULL,
  stop_no int NOT NULL,
  town varchar(120) NULL
)
PRIMARY KEY (route_id, stop_no)
DISTRIBUTED BY HASH (route_id, stop_no);
