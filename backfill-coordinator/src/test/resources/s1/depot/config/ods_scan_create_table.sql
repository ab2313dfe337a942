CREATE TABLE ods_scan (
table_name varchar(64) NOT NULL,
scan_no bigint NOT NULL,
parcel_no bigint,
place varchar(300)
)
PRIMARY KEY (table_name, scan_no)
DISTRIBUTED BY HASH (table_name, scan_no);
