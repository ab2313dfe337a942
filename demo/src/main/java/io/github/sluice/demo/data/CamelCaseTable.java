package io.github.sluice.demo.data;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;

/** The naming chaos of a grown schema in one table (inventory #11): each column another habit. */
public record CamelCaseTable(String database, long rows) implements SourceTable {
    /** A row whose {@code order} a probe counts up. */
    static final long PROBE_ROW = 2;

    /** Its key. */
    public static final long PROBE_KEY = PROBE_ROW * 7;

    @Override
    public String name() {
        return "customerProfile";
    }

    @Override
    public String ddl() {
        return "CREATE TABLE `" + database + "`.`customerProfile` ("
                + "`customerId` int unsigned NOT NULL COMMENT 'the customer''s \"number\"',"
                + "`USERNAME` varchar(64) NOT NULL COMMENT '登录名',"
                + "`emailAddress` varchar(128) NULL,"
                + "`accountBalance` decimal(18,4) NOT NULL DEFAULT 0,"
                + "`XMLHttpAgent` varchar(200) NULL COMMENT 'back\\\\slash, \"quote\"',"
                + "`order` int NULL COMMENT 'a reserved word',"
                + "`created_at` datetime(6) NOT NULL,"
                + "`lastLoginTime` timestamp NULL,"
                + "PRIMARY KEY (`customerId`)) COMMENT='customers'";
    }

    @Override
    public String insert() {
        return "INSERT INTO `" + database + "`.`customerProfile` (`customerId`, `USERNAME`, `emailAddress`,"
                + " `accountBalance`, `XMLHttpAgent`, `order`, `created_at`, `lastLoginTime`)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    }

    @Override
    public void bind(PreparedStatement row, long id, Random random) throws SQLException {
        row.setLong(1, key(id));
        row.setString(2, "user" + id + Words.text(random, 12));
        row.setString(3, random.nextInt(8) == 0 ? null : "user" + id + "@example.com");
        row.setBigDecimal(4, BigDecimal.valueOf(random.nextLong() / 10_000, 4));
        row.setString(5, random.nextInt(8) == 0 ? null : Words.text(random, 120));
        row.setObject(6, random.nextInt(8) == 0 ? null : random.nextInt());
        row.setString(7, Moments.dateTime(random, 6));
        row.setString(8, random.nextInt(8) == 0 ? null : Moments.timestamp(random, 0));
    }

    @Override
    public String keyColumn() {
        return "customerId";
    }

    /** Spread over the unsigned range, that of the last row above what a signed int holds. */
    @Override
    public long key(long id) {
        return id == rows ? 4_294_967_295L : id * 7;
    }

    @Override
    public String update() {
        return "UPDATE `" + database + "`.`customerProfile` SET `emailAddress` = ?, `accountBalance` = ?,"
                + " `XMLHttpAgent` = ?, `lastLoginTime` = ? WHERE `customerId` = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement row, long id, Random random) throws SQLException {
        row.setString(1, random.nextInt(4) == 0 ? null : "now" + random.nextInt() + "@example.com");
        row.setBigDecimal(2, BigDecimal.valueOf(random.nextLong() / 10_000, 4));
        row.setString(3, random.nextInt(4) == 0 ? null : Words.text(random, 120));
        row.setString(4, random.nextInt(4) == 0 ? null : Moments.timestamp(random, 0));
        row.setLong(5, key(id));
    }

    /** The row that {@code LagCounter} counts in. */
    @Override
    public Set<Long> untouched() {
        return Set.of(PROBE_ROW);
    }
}
