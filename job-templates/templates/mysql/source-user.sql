-- The MySQL account of the source half and of DataX: it reads the moved databases and nothing else.
-- Put your databases, hosts and password in place. An underscore in a database pattern is escaped, or it means any letter.
CREATE USER 'sluice'@'10.0.%' IDENTIFIED BY 'CHANGE_ME';
GRANT SELECT ON `shop`.* TO 'sluice'@'10.0.%';
GRANT SELECT ON `shop\_%`.* TO 'sluice'@'10.0.%';
-- For the binlog side, which a backfill alone does not need:
-- GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'sluice'@'10.0.%';
