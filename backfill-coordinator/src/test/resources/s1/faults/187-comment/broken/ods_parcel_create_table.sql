CREATE TABLE `ods_parcel` (
  `parcel_id` bigint NOT NULL COMMENT "number of the "big" parcel", -- FAULT
  `sent_at` datetime NULL,
  `weight` decimal(10,3) NULL
) ENGINE=OLAP
PRIMARY KEY (`parcel_id`)
DISTRIBUTED BY HASH (`parcel_id`) BUCKETS 4;
