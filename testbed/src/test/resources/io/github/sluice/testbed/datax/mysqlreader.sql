CREATE DATABASE probe;
SET GLOBAL sql_mode = '';
CREATE TABLE probe.types (
  id INT PRIMARY KEY,
  c_tinyint TINYINT, c_bool TINYINT(1), c_utinyint TINYINT UNSIGNED, c_smallint SMALLINT, c_mediumint MEDIUMINT,
  c_int INT, c_uint INT UNSIGNED, c_bigint BIGINT, c_ubigint BIGINT UNSIGNED, c_year YEAR,
  c_bit1 BIT(1), c_bit8 BIT(8), c_bit64 BIT(64),
  c_decimal DECIMAL(20,6), c_decimal65 DECIMAL(65,30), c_float FLOAT, c_double DOUBLE,
  c_date DATE, c_datetime DATETIME, c_datetime6 DATETIME(6), c_timestamp TIMESTAMP NULL, c_timestamp6 TIMESTAMP(6) NULL,
  c_time TIME, c_time6 TIME(6),
  c_char CHAR(10), c_varchar VARCHAR(100), c_tinytext TINYTEXT, c_text TEXT, c_mediumtext MEDIUMTEXT, c_longtext LONGTEXT,
  c_latin VARCHAR(20) CHARACTER SET latin1, c_binaryCollation VARCHAR(20) COLLATE utf8mb4_bin,
  c_enum ENUM('a','中'), c_set SET('x','y','z'), c_json JSON,
  c_binary BINARY(4), c_varbinary VARBINARY(20), c_tinyblob TINYBLOB, c_blob BLOB, c_longblob LONGBLOB,
  c_geometry GEOMETRY
) DEFAULT CHARSET utf8mb4;
INSERT INTO probe.types VALUES (1,
  -128, 1, 255, -32768, 8388607, 2147483647, 4294967295, -9223372036854775808, 18446744073709551615, 2024,
  b'1', b'10000001', 0xFFFFFFFFFFFFFFFF,
  12345678901234.567890, 0.000000000000000000000000000001, 1.23456789, 0.1,
  '2024-02-29', '2024-02-29 12:34:56', '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56', '2024-02-29 12:34:56.999999',
  '23:59:59', '12:34:56.789012',
  'char', 'text 中文 😀 \t \\ "q"', 'tiny', 'line1\nline2', 'medium', 'long',
  'café', 'bin', '中', 'x,z', '{"b": [1, 2.50, "x"], "a": null}',
  'ab', 0x00FF10, 'tb', 0xFFFE, 'lb',
  ST_GeomFromText('POINT(1 2)'));
INSERT INTO probe.types (id) VALUES (2);
INSERT INTO probe.types VALUES (3,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  b'0', b'0', b'0',
  0, 0, 0, 0,
  '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', '0000-00-00 00:00:00',
  '00:00:00', '00:00:00',
  '', '', '', '', '', '',
  '', '', '', '', '{}',
  '', '', '', '', '',
  NULL);
INSERT INTO probe.types VALUES (4,
  127, -5, 7, 32767, -8388608, -2147483648, 7, 9223372036854775807, 7, 1901,
  b'1', b'1', b'1',
  -0.000001, -99999999999999999999999999999999999.999999999999999999999999999999, -3.4e38, -1.7976931348623157e308,
  '9999-12-31', '1000-01-01 00:00:00', '9999-12-31 23:59:59.999999', '1970-01-01 00:00:01', '2038-01-19 03:14:07.499999',
  '00:00:01', '00:00:00.000001',
  'x  ', 'trailing ', 'a', 'b', 'c', 'd',
  'e', 'f', 'a', 'y', '[18446744073709551615, 1e300, "\\u4e2d"]',
  'abcd', '', '', '', '',
  ST_GeomFromText('LINESTRING(0 0, 1 1)'));
INSERT INTO probe.types (id, c_date, c_datetime, c_time, c_time6, c_float, c_double, c_decimal, c_year) VALUES (5,
  '2024-00-00', '2024-02-00 00:00:00', '-12:00:00', '838:59:59', 16777216, 1e22, 1, 2155);
CREATE TABLE probe.shard_08 (id INT);
CREATE TABLE probe.shard_09 (id INT);
CREATE TABLE probe.shard_10 (id INT);
CREATE TABLE probe.hollow (id INT);
CREATE TABLE probe.one_more (id INT);
CREATE DATABASE other;
CREATE TABLE other.shard_08 (id INT);
INSERT INTO probe.shard_08 VALUES (8);
INSERT INTO probe.shard_09 VALUES (9);
INSERT INTO probe.shard_10 VALUES (10);
INSERT INTO probe.one_more VALUES (77);
INSERT INTO other.shard_08 VALUES (88);
CREATE TABLE probe.numbers (n BIGINT);
INSERT INTO probe.numbers WITH RECURSIVE s AS (SELECT -7 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 104) SELECT n FROM s;
INSERT INTO probe.numbers VALUES (NULL);
CREATE TABLE probe.numbers2 SELECT n FROM probe.numbers WHERE n > 0;
CREATE TABLE probe.texts (t VARCHAR(10));
INSERT INTO probe.texts VALUES ('a''b'), ('m\\'), ('zz'), (NULL);
