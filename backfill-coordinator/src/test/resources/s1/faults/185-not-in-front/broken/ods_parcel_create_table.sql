CREATE TABLE `ods_stop` (
  `town` varchar(120) NULL,
  `route_id` int NOT NULL,
  `stop_no` int NOT NULL
)
PRIMARY KEY (`route_id`, `stop_no`) -- FAULT
DISTRIBUTED BY HASH (`route_id`, `stop_no`);
