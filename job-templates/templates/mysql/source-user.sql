-- The MySQL account of the source half and of DataX, on every source: it reads the moved databases and nothing else.
-- Put your databases, hosts and password in place. An underscore in a database pattern is escaped, or it means any letter.
CREATE USER 'sluice'@'10.0.%' IDENTIFIED BY 'CHANGE_ME';
GRANT SELECT ON `shop`.* TO 'sluice'@'10.0.%';
GRANT SELECT ON `shop\_%`.* TO 'sluice'@'10.0.%';
-- Live changes, which a backfill alone is not, on MySQL 8.0 and later (5.7 has no such privilege and asks for none): it lets
-- Sluice see whether XA transactions are prepared whose rows would be in neither snapshot nor stream.
GRANT XA_RECOVER_ADMIN ON *.* TO 'sluice'@'10.0.%';
-- Live changes of a source without GTIDs (gtid_mode other than ON), which a backfill alone does not need: REPLICATION CLIENT
-- lets it see where the binlog ends, PROCESS which transactions are open.
-- GRANT REPLICATION CLIENT, PROCESS ON *.* TO 'sluice'@'10.0.%';
