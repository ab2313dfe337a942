-- The MySQL account of binlog-streamer, on every server of its sources. Put your databases, hosts and password in place. An underscore in a database
-- pattern is escaped, or it means any letter.
CREATE USER 'sluice_stream'@'10.0.%' IDENTIFIED BY 'CHANGE_ME';
-- REPLICATION SLAVE lets it read the binlog; REPLICATION CLIENT lets it see where the binlog ends.
GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'sluice_stream'@'10.0.%';
-- The history of a table's columns begins with the table as it is: SELECT on every table that a table file matches.
GRANT SELECT ON `shop`.* TO 'sluice_stream'@'10.0.%';
GRANT SELECT ON `shop\_%`.* TO 'sluice_stream'@'10.0.%';
