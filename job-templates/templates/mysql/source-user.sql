-- The MySQL account of the source half and of DataX: it reads the moved databases and nothing else.
-- Put your databases, hosts and password in place. An underscore in a database pattern is escaped, or it means any letter.
CREATE USER 'sluice'@'10.0.%' IDENTIFIED BY 'CHANGE_ME';
GRANT SELECT ON `shop`.* TO 'sluice'@'10.0.%';
GRANT SELECT ON `shop\_%`.* TO 'sluice'@'10.0.%';
-- Live changes of a source without GTIDs (gtid_mode other than ON), which a backfill alone does not need: REPLICATION CLIENT
-- lets it see where the binlog ends, PROCESS which transactions are open.
-- GRANT REPLICATION CLIENT, PROCESS ON *.* TO 'sluice'@'10.0.%';
