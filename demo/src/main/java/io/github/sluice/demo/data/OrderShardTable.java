package io.github.sluice.demo.data;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** One of 24 physical tables of the logical table {@code t_order}; ids repeat in every shard. */
record OrderShardTable(String database, int shard, long rows) implements SourceTable {
    @Override
    public String name() {
        return "t_order_" + shard;
    }

    @Override
    public String ddl() {
        return "CREATE TABLE `" + database + "`.`" + name() + "` ("
                + "`id` bigint NOT NULL AUTO_INCREMENT,"
                + "`order_no` char(20) NOT NULL,"
                + "`user_id` bigint unsigned NOT NULL,"
                + "`status` enum('new','paid','sent','done','已取消') NOT NULL,"
                + "`amount` decimal(20,6) NOT NULL,"
                + "`is_gift` tinyint(1) NOT NULL,"
                + "`remark` varchar(255) NULL,"
                + "`detail` json NULL,"
                + "`created_at` datetime(3) NOT NULL,"
                + "`updated_at` timestamp(6) NOT NULL,"
                + "PRIMARY KEY (`id`)) COMMENT='订单'";
    }

    @Override
    public String insert() {
        return "INSERT INTO `" + database + "`.`" + name() + "` (`id`, `order_no`, `user_id`, `status`, `amount`,"
                + " `is_gift`, `remark`, `detail`, `created_at`, `updated_at`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    @Override
    public void bind(PreparedStatement row, long id, Random random) throws SQLException {
        row.setLong(1, id);
        row.setString(2, "N" + (1_000_000_000L + random.nextInt(1_000_000_000)) + id);
        row.setLong(3, random.nextLong() >>> 1);
        row.setInt(4, 1 + random.nextInt(5));
        row.setBigDecimal(5, BigDecimal.valueOf(random.nextLong() >>> 10, 6));
        row.setInt(6, random.nextInt(2));
        row.setString(7, random.nextInt(4) == 0 ? null : Words.text(random, 40));
        row.setString(8, random.nextInt(4) == 0 ? null : detail(random));
        row.setString(9, Moments.dateTime(random, 3));
        row.setString(10, Moments.timestamp(random, 6));
    }

    private static String detail(Random random) {
        return "{\"sku\":\"S" + random.nextInt(10_000) + "\",\"n\":" + (1 + random.nextInt(9)) + ",\"price\":"
                + BigDecimal.valueOf(random.nextInt(1_000_000), 2)
                + ",\"标签\":[\"新品\",null,true],\"a\":{\"z\":1,\"b\":2}}";
    }

    @Override
    public String keyColumn() {
        return "id";
    }

    @Override
    public long key(long id) {
        return id;
    }

    @Override
    public String update() {
        return "UPDATE `" + database + "`.`" + name() + "` SET `status` = ?, `amount` = ?, `remark` = ?, `detail` = ?,"
                + " `updated_at` = ? WHERE `id` = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement row, long id, Random random) throws SQLException {
        row.setInt(1, 1 + random.nextInt(5));
        row.setBigDecimal(2, BigDecimal.valueOf(random.nextLong() >>> 10, 6));
        row.setString(3, random.nextInt(4) == 0 ? null : Words.text(random, 40));
        row.setString(4, random.nextInt(4) == 0 ? null : detail(random));
        row.setString(5, Moments.timestamp(random, 6));
        row.setLong(6, id);
    }
}
