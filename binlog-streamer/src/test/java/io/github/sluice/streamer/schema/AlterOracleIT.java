package io.github.sluice.streamer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables are altered at random, many clauses in one statement; after each statement that the server accepts, the columns
 * that were followed are those that its {@code information_schema} has. {@code -Dseed=N} repeats one run,
 * {@code -Dalters=N} makes it longer. Not on 8.0.15, which dies of some of these statements.
 */
@Timeout(600)
class AlterOracleIT {
    private static final TableId T = new TableId("d", "t");
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "E", "first", "after", "x`y", "key");
    private static final List<String> DEFINITIONS = List.of(
            "INT",
            "INT NOT NULL",
            "INT UNIQUE KEY",
            "INT UNIQUE NOT NULL",
            "BIGINT UNSIGNED NOT NULL DEFAULT '7'",
            "VARCHAR(20)",
            "VARCHAR(9) CHARACTER SET latin1 NOT NULL DEFAULT ', ADD z INT, x'",
            "CHAR(3) COLLATE gbk_bin",
            "ENUM('x','it''s','a,b') CHARACTER SET gbk",
            "SET('p','q')",
            "DECIMAL(9,2) COMMENT 'FIRST, (AFTER b'",
            "DATETIME(3) /* AFTER a, */ NULL",
            "TEXT",
            "TINYTEXT CHARACTER SET latin1",
            "TEXT(200) CHARACTER SET latin1",
            "MEDIUMTEXT",
            "BLOB",
            "INT GENERATED ALWAYS AS (1 + (2)) VIRTUAL",
            "DOUBLE NULL -- FIRST\n");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = MySqlVersion.class,
            names = {"V5_7_22", "V8_0_31"})
    void columnsAreThoseOfTheServer(MySqlVersion version) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("AlterOracleIT " + version + ": -Dseed=" + seed);
        try (MySqlServer mysql = MySqlServer.start(version, folder.resolve("mysql"));
                Connection source = mysql.connect()) {
            mysql.execute("CREATE DATABASE d CHARACTER SET utf8mb4");
            new Run(new Random(seed), source, version != MySqlVersion.V5_7_22).play(Integer.getInteger("alters", 150));
        } catch (AssertionError e) {
            throw new AssertionError("rerun with -Dseed=" + seed, e);
        }
    }

    private static final class Run {
        private final Random random;
        private final Connection source;
        private final boolean eight;
        private int number;
        private int given;

        Run(Random random, Connection source, boolean eight) {
            this.random = random;
            this.source = source;
            this.eight = eight;
        }

        void play(int alters) throws SQLException {
            int followed = 0;
            SchemaHistory history = afresh();
            while (followed < alters) {
                String sql = "ALTER TABLE d.t " + String.join(", ", clauses(history));
                if (++number % 40 == 0) {
                    history = afresh();
                }
                if (!accepted(sql)) {
                    continue;
                }
                history = follow(history, sql);
                followed++;
            }
            System.out.println("AlterOracleIT: the server took " + followed + " of " + number + ", given up " + given);
            assertThat(given).isLessThan(1 + followed / 10);
        }

        private SchemaHistory afresh() throws SQLException {
            try (java.sql.Statement statement = source.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS d.t");
                SchemaHistory history = SchemaReader.read(source);
                String sql = "CREATE TABLE d.t (a INT, b VARCHAR(10), c TEXT, `first` INT NOT NULL"
                        + any(List.of(
                                ", PRIMARY KEY (`first`, a)",
                                ", UNIQUE KEY (`first`)",
                                ", UNIQUE KEY (b)",
                                ", `x``y` INT KEY",
                                ""))
                        + ")" + any(List.of("", " DEFAULT CHARSET latin1"));
                statement.execute(sql);
                return follow(history, sql);
            }
        }

        /** What is known after the statement: only texts beside CONVERT TO may be given up. */
        private SchemaHistory follow(SchemaHistory history, String sql) throws SQLException {
            history.apply(new SchemaHistory.Ddl(
                    "u:" + number, Statement.of(sql, "d", true, false), sql, "d", "utf8mb4", "utf8mb4"));
            Definition found = history.definition(T);
            SchemaHistory truth = SchemaReader.read(source);
            if (found == null && history.whyUnknown(T).contains("beside CONVERT TO")) {
                given++;
                return truth;
            }
            assertThat(found == null ? history.whyUnknown(T) : found).as(sql).isEqualTo(truth.definition(T));
            return history;
        }

        private boolean accepted(String sql) {
            try (java.sql.Statement statement = source.createStatement()) {
                statement.execute(sql);
                return true;
            } catch (SQLException refused) {
                return false; // which is the oracle's word on that statement
            }
        }

        private List<String> clauses(SchemaHistory history) {
            Definition now = history.definition(T);
            List<String> columns = new ArrayList<>();
            now.columns().forEach(column -> columns.add(column.name()));
            Collections.shuffle(columns, random);
            List<String> free = new ArrayList<>(NAMES);
            Collections.shuffle(free, random);
            List<String> clauses = new ArrayList<>();
            for (int left = 1 + random.nextInt(5); left > 0; left--) {
                String column = columns.isEmpty() || random.nextInt(8) == 0 ? any(NAMES) : columns.remove(0);
                String other = free.isEmpty() || random.nextInt(8) == 0 ? any(NAMES) : free.remove(0);
                clauses.add(clause(quoted(column), quoted(other)));
            }
            return clauses;
        }

        private String clause(String column, String other) {
            switch (random.nextInt(eight ? 20 : 16)) {
                case 0:
                case 1:
                case 2:
                    return "ADD " + (random.nextBoolean() ? "COLUMN " : "") + other + " " + any(DEFINITIONS) + place();
                case 3:
                    return "ADD (" + other + " " + any(DEFINITIONS) + ", KEY (" + other + "))";
                case 4:
                case 5:
                    return "DROP " + (random.nextBoolean() ? "COLUMN " : "") + column;
                case 6:
                case 7:
                case 8:
                    return "CHANGE " + column + " " + other + " " + any(DEFINITIONS) + place();
                case 9:
                case 10:
                    return "MODIFY COLUMN " + column + " " + any(DEFINITIONS) + place();
                case 11:
                    return "ALTER " + column + " DROP DEFAULT";
                case 12:
                    return any(List.of(
                            "DROP PRIMARY KEY",
                            "ADD PRIMARY KEY (" + other + ")",
                            "ADD " + other + " INT PRIMARY KEY FIRST"));
                case 13:
                    return any(
                            List.of("ADD UNIQUE KEY (" + column + ")", "ADD INDEX (" + other + ")", "ENGINE=InnoDB"));
                case 14:
                    return any(List.of(
                            "DEFAULT CHARACTER SET = gbk", "COMMENT='x' CHARSET utf8mb4", "COLLATE='latin1_bin'"));
                case 15:
                    return "CONVERT TO CHARACTER SET " + any(List.of("gbk", "latin1", "utf8mb4"));
                default:
                    return "RENAME COLUMN " + column + " TO " + other;
            }
        }

        private String place() {
            switch (random.nextInt(4)) {
                case 0:
                    return " FIRST";
                case 1:
                    return " AFTER " + quoted(any(NAMES));
                default:
                    return "";
            }
        }

        private String quoted(String name) {
            return "`" + (random.nextInt(6) == 0 ? name.toUpperCase(java.util.Locale.ROOT) : name).replace("`", "``")
                    + "`";
        }

        private String any(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
