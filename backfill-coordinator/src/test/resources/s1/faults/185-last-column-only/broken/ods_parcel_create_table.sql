CREATE TABLE ods_stop (
  stop_no int NOT NULL,
  route_id int NOT NULL,
  town varchar(120)
)
PRIMARY KEY (stop_no) -- FAULT
DISTRIBUTED BY HASH (stop_no);
