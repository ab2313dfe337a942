-- The StarRocks account of the target half and of the sink, in a database for their tables alone: it creates, empties, fills
-- and reads them. `sluice plan` writes the grants for single tables of a database that others use too (starrocks_grants.sql).
-- Put your database and password in place (StarRocks 3.0 and later).
CREATE DATABASE IF NOT EXISTS ods;
CREATE USER 'sluice' IDENTIFIED BY 'CHANGE_ME';
GRANT CREATE TABLE ON DATABASE ods TO USER 'sluice';
-- INSERT also for the deletes of a load; DELETE for TRUNCATE, before another attempt.
GRANT SELECT, INSERT, DELETE ON ALL TABLES IN DATABASE ods TO USER 'sluice';
-- With this account starrocks.database must exist: CREATE DATABASE is not granted.
