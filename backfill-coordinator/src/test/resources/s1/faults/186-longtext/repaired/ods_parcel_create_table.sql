CREATE TABLE `ods_parcel` (
  `parcel_id` bigint NOT NULL COMMENT "number of the parcel",
  `sent_at` datetime NULL,
  `weight` string NULL
) ENGINE=OLAP
PRIMARY KEY (`parcel_id`)
DISTRIBUTED BY HASH (`parcel_id`) BUCKETS 4;
