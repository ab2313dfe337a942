-- The StarRocks account of the target half and of the sink: it creates, empties, fills and reads tables of one database.
-- Put your database and password in place (StarRocks 3.0 and later).
CREATE DATABASE IF NOT EXISTS ods;
CREATE USER 'sluice' IDENTIFIED BY 'CHANGE_ME';
GRANT CREATE TABLE ON DATABASE ods TO USER 'sluice';
GRANT SELECT, INSERT, UPDATE, DELETE, ALTER, DROP ON ALL TABLES IN DATABASE ods TO USER 'sluice';
-- With this account starrocks.database must exist: CREATE DATABASE is not granted.
