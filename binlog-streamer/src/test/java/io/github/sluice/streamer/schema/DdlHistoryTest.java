package io.github.sluice.streamer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.wire.position.SourcePosition;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlHistoryTest {
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final TableId T = new TableId("d", "t");

    private final SchemaHistory history = new SchemaHistory("", false);
    private int transactions;

    private boolean apply(String sql) {
        Statement statement = Statement.of(sql, "d", true, false);
        return history.apply(
                new SchemaHistory.Ddl(UUID + ":" + ++transactions, statement, sql, "d", "utf8mb4", "utf8mb4"));
    }

    private String columns(TableId table) {
        Definition definition = history.definition(table);
        return definition == null
                ? "unknown"
                : definition.columns().stream()
                                .map(c -> c.name() + " " + c.columnType()
                                        + (c.charset().isEmpty() ? "" : " " + c.charset())
                                        + (c.nullable() ? "" : " not null"))
                                .collect(Collectors.joining(", "))
                        + " key " + definition.primaryKey();
    }

    @Test
    void everyTypeOfCreateTable() {
        apply("CREATE TABLE t (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, a TINYINT(1), b int(8) unsigned zerofill,"
                + " c decimal(20,6) NOT NULL DEFAULT '1.5', d NUMERIC, e float(7,4), f float(53), g double precision,"
                + " h real, i bit, j bit(12), k year(4), l date, m datetime(6) DEFAULT CURRENT_TIMESTAMP(6),"
                + " n timestamp NULL, o time(3), p char, q char(10) CHARACTER SET latin1, r varchar(20) COLLATE gbk_bin,"
                + " s tinytext, u text, v mediumtext, w longtext, x binary(8), y varbinary(9), z blob, aa longblob, ab json,"
                + " ac enum('a','it''s','x,y','b\\\\c','d\\'e  ',\"q\") CHARACTER SET gbk, ad set('a','b c'), ae geometry, af point,"
                + " ag bool, ah integer unsigned, ai dec(5,2) unsigned, aj national varchar(5), ak text(100), al blob(70000),"
                + " am varchar(10) character set binary, an smallint(5), ao mediumint unsigned,"
                + " ap int GENERATED ALWAYS AS (a + 1) VIRTUAL, aq int COMMENT 'c, (x', PRIMARY KEY (id, `c`),"
                + " KEY k1 (a)) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='it''s; -- a # comment'");
        assertThat(columns(T).replaceAll(", (?=\\w+ )", "\n")).isEqualTo("""
                        id bigint unsigned not null
                        a tinyint
                        b int unsigned
                        c decimal(20,6) not null
                        d decimal(10,0)
                        e float
                        f double
                        g double
                        h double
                        i bit(1)
                        j bit(12)
                        k year
                        l date
                        m datetime(6)
                        n timestamp
                        o time(3)
                        p char(1) utf8mb3
                        q char(10) latin1
                        r varchar(20) gbk
                        s tinytext utf8mb3
                        u text utf8mb3
                        v mediumtext utf8mb3
                        w longtext utf8mb3
                        x binary(8)
                        y varbinary(9)
                        z blob
                        aa longblob
                        ab json
                        ac enum('a','it''s','x,y','b\\\\c','d''e','q') gbk
                        ad set('a','b c') utf8mb3
                        ae geometry
                        af point
                        ag tinyint
                        ah int unsigned
                        ai decimal(5,2) unsigned
                        aj varchar(5) utf8mb3
                        ak text utf8mb3
                        al mediumblob
                        am varbinary(10)
                        an smallint
                        ao mediumint unsigned
                        ap int
                        aq int key [id, c]""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD COLUMN z int|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4, z int",
                "ADD z text FIRST, DROP a|z text utf8mb4, id int not null, e enum('x','y') utf8mb4",
                "ADD COLUMN (y int, z char(3) CHARACTER SET gbk)|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4, y int, z char(3) gbk",
                "DROP COLUMN a|id int not null, e enum('x','y') utf8mb4",
                "RENAME COLUMN a TO b|id int not null, b varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "CHANGE a b bigint unsigned NOT NULL|id int not null, b bigint unsigned not null, e enum('x','y') utf8mb4",
                "CHANGE COLUMN `a` `a` varchar(20) AFTER e|id int not null, e enum('x','y') utf8mb4, a varchar(20) utf8mb4",
                "MODIFY e enum('x','y','q') AFTER id|id int not null, e enum('x','y','q') utf8mb4, a varchar(10) utf8mb4",
                "MODIFY COLUMN id bigint NOT NULL, ALGORITHM=INPLACE, LOCK=NONE|id bigint not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "ALTER COLUMN a SET DEFAULT 'q'|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "ADD INDEX k (a), ENGINE=InnoDB, COMMENT='c'|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "CONVERT TO CHARACTER SET gbk|id int not null, a varchar(10) gbk, e enum('x','y') gbk",
                "DEFAULT CHARSET gbk|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "RENAME COLUMN a TO e, RENAME COLUMN e TO a|id int not null, e varchar(10) utf8mb4, a enum('x','y') utf8mb4",
                "RENAME COLUMN a TO b, ADD COLUMN a int|id int not null, b varchar(10) utf8mb4, e enum('x','y') utf8mb4, a int",
                "ADD COLUMN a int, RENAME COLUMN a TO b|id int not null, b varchar(10) utf8mb4, e enum('x','y') utf8mb4, a int",
                "CHANGE a b int, ADD a text AFTER b|id int not null, b int, a text utf8mb4, e enum('x','y') utf8mb4",
                "CHANGE a e int, CHANGE e a int FIRST|a int, id int not null, e int",
                "MODIFY a int AFTER e, MODIFY e int FIRST|e int, id int not null, a int",
                "CHANGE a e int AFTER a, CHANGE e a int FIRST|a int, id int not null, e int",
                "DROP a, CHANGE e a int|id int not null, a int",
                "DROP a, ADD a int FIRST, ADD z int AFTER a|a int, z int, id int not null, e enum('x','y') utf8mb4",
                "ADD x int FIRST, ADD y int FIRST|y int, x int, id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "MODIFY a varchar(10) /* FIRST */ COMMENT 'FIRST', ADD `first` int # c|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4, first int",
                "MODIFY t.a int, ALTER INDEX i INVISIBLE, DROP d.t.e|id int not null, a int",
                "ADD z char(3), DEFAULT CHARSET=gbk|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4, z char(3) gbk",
                "DROP a, ADD a bigint|id int not null, e enum('x','y') utf8mb4, a bigint",
                "ADD CONSTRAINT c CHECK (id > 0), ADD UNIQUE KEY (id)|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "ADD COLUMN z int NOT NULL DEFAULT 1 AFTER id, ALGORITHM=INSTANT|id int not null, z int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "ADD PARTITION (PARTITION p9 VALUES LESS THAN (10))|id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4",
                "DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)|id int not null, a varchar(10) utf8mb4 not null, e enum('x','y') utf8mb4",
            })
    void eachAlterTable(String clause, String expected) {
        apply("CREATE TABLE t (id int PRIMARY KEY, a varchar(10), e enum('x','y'))");
        String key = clause.startsWith("DROP PRIMARY") ? "[id, a]" : "[id]";
        assertThat(columns(T)).isEqualTo("id int not null, a varchar(10) utf8mb4, e enum('x','y') utf8mb4 key [id]");
        apply("/* x */ ALTER TABLE `d`.`t` " + clause);
        assertThat(columns(T)).isEqualTo(expected + " key " + key);
    }

    @Test
    void aUniqueKeyIsNoPrimaryKey() {
        apply("CREATE TABLE t (a int NOT NULL UNIQUE, `x``y` int UNIQUE KEY, UNIQUE KEY (a))");
        assertThat(columns(T)).isEqualTo("a int not null, x`y int key []");
        apply("ALTER TABLE t ADD id int UNIQUE NOT NULL FIRST, ADD UNIQUE KEY (id)");
        assertThat(columns(T)).isEqualTo("id int not null, a int not null, x`y int key []");
        apply("ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY USING BTREE (A, `x``y`)");
        assertThat(columns(T)).isEqualTo("id int not null, a int not null, x`y int not null key [a, x`y]");
        apply("ALTER TABLE t DROP a, ADD a bigint, CHANGE `x``y` z int");
        assertThat(columns(T))
                .as("a new column takes a dropped one's place in the key")
                .isEqualTo("id int not null, z int not null, a bigint not null key [a, z]");
        apply("ALTER TABLE t DROP PRIMARY KEY, DROP a, MODIFY id int KEY");
        assertThat(columns(T)).isEqualTo("id int not null, z int not null key [id]");
    }

    @Test
    void renamesInOrderOfTheStatement() {
        apply("CREATE TABLE a (x int)");
        apply("CREATE TABLE b (y int)");
        apply("RENAME TABLE a TO tmp, b TO a, tmp TO b");
        assertThat(columns(new TableId("d", "a"))).isEqualTo("y int key []");
        assertThat(columns(new TableId("d", "b"))).isEqualTo("x int key []");
        assertThat(columns(new TableId("d", "tmp"))).isEqualTo("unknown");
        apply("ALTER TABLE a ADD z int, RENAME TO e.c");
        assertThat(columns(new TableId("e", "c"))).isEqualTo("y int, z int key []");
        assertThat(columns(new TableId("d", "a"))).isEqualTo("unknown");
    }

    @Test
    void likeCopiesAndSharesTheDefinition() {
        apply("CREATE TABLE t (id int PRIMARY KEY, a varchar(10))");
        apply("CREATE TABLE IF NOT EXISTS e.u LIKE d.t");
        assertThat(history.definition(new TableId("e", "u"))).isSameAs(history.definition(T));
        apply("CREATE TABLE v (id int PRIMARY KEY, a varchar(10))");
        assertThat(history.definition(new TableId("d", "v"))).isSameAs(history.definition(T));
    }

    @Test
    void whatCannotBeFollowedMakesTheTableUnknown() {
        apply("CREATE TABLE t (id int PRIMARY KEY, a varchar(10))");
        apply("ALTER TABLE t ADD COLUMN a int"); // there already: what we know is not what the server had
        assertThat(columns(T)).isEqualTo("unknown");
        assertThat(history.whyUnknown(T)).contains("ALTER TABLE").contains(UUID + ":2");
        apply("ALTER TABLE t SOMETHING NEW ('secret')");
        assertThat(columns(T)).isEqualTo("unknown");
        assertThat(history.whyUnknown(T)).doesNotContain("secret");
        apply("DROP TABLE t");
        apply("CREATE TABLE t (id int)");
        assertThat(columns(T)).isEqualTo("id int key []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD COLUMN a int",
                "ADD (b int, `A` int)",
                "DROP COLUMN nothing",
                "MODIFY nothing int",
                "CHANGE nothing b int",
                "CHANGE a e int",
                "RENAME COLUMN a TO b, RENAME COLUMN a TO c",
                "CHANGE a b int, MODIFY a bigint",
                "RENAME COLUMN a TO b, ADD b int",
                "ADD z int AFTER nothing",
                "MODIFY a int AFTER a",
                "RENAME COLUMN a TO b, ADD z int AFTER a",
                "ALTER nothing SET DEFAULT 1",
                "ADD z int) , DROP a",
                "DEFAULT CHARSET=nothing",
                "CONVERT TO CHARACTER SET binary",
                "CONVERT TO CHARACTER SET gbk, ADD z text",
                "ADD z int, NEWTHING (a)",
                "ADD COLUMN z sometype",
            })
    void whatDoesNotFitIsNotGuessed(String clause) {
        apply("CREATE TABLE t (id int PRIMARY KEY, a varchar(10), e enum('x','y'))");
        apply("ALTER TABLE t " + clause);
        assertThat(columns(T)).isEqualTo("unknown");
    }

    @Test
    void aChangeOfColumnsIsTold() {
        assertThat(apply("CREATE TABLE t (id int)")).isTrue();
        assertThat(apply("ALTER TABLE t ADD INDEX (id)")).isFalse();
        assertThat(apply("TRUNCATE t")).isFalse();
        assertThat(apply("ALTER TABLE t ADD a int")).isTrue();
        assertThat(apply("CREATE TABLE IF NOT EXISTS t (other int)")).isFalse();
        assertThat(apply("CREATE TEMPORARY TABLE t (other int)")).isFalse();
        assertThat(apply("CREATE TABLE mysql.x (id int)")).isFalse();
        assertThat(apply("DROP TABLE IF EXISTS nothing")).isFalse();
        assertThat(apply("DROP TABLE IF EXISTS `t` /* generated by server */")).isTrue();
    }

    @Test
    void columnsOfAQueryAreInTheServersOwnStatement() {
        apply("CREATE TABLE `t` (\n  `id` int NOT NULL DEFAULT '0',\n  `b` varchar(3) CHARACTER SET gbk DEFAULT NULL\n)"
                + " START TRANSACTION");
        assertThat(columns(T)).isEqualTo("id int not null, b varchar(3) gbk key []");
    }

    @Test
    void databasesHaveCharacterSets() {
        apply("CREATE DATABASE e CHARACTER SET gbk");
        apply("CREATE TABLE e.t (a char(3))");
        assertThat(columns(new TableId("e", "t"))).isEqualTo("a char(3) gbk key []");
        apply("ALTER DATABASE e COLLATE latin1_bin");
        apply("CREATE TABLE e.u (a char(3))");
        assertThat(columns(new TableId("e", "u"))).isEqualTo("a char(3) latin1 key []");
        apply("DROP DATABASE e");
        assertThat(columns(new TableId("e", "t"))).isEqualTo("unknown");
    }

    @Test
    void storedAndReadAgainItIsTheSame() {
        apply("CREATE TABLE t (id int PRIMARY KEY, e enum('it''s','x\\\\y'))");
        apply("CREATE TABLE u LIKE t");
        apply("ALTER TABLE t ADD a decimal(5,2)");
        apply("DROP TABLE u");
        apply("CREATE TABLE v (id int)");
        apply("ALTER TABLE v NONSENSE");
        String json = SchemaHistoryJson.write(history);
        SchemaHistory copy = SchemaHistoryJson.read(json);
        assertThat(copy.versions()).isEqualTo(history.versions());
        assertThat(copy.databaseCharsets()).isEqualTo(history.databaseCharsets());
        assertThat(copy.changes()).isEqualTo(history.changes());
        assertThat(SchemaHistoryJson.read(SchemaHistoryJson.write(copy)).versions())
                .isEqualTo(copy.versions());
        assertThatThrownBy(() -> SchemaHistoryJson.read(json.replace("{\"version\":1", "{\"version\":2")))
                .hasMessageContaining("format 2");
    }

    @Test
    void goesBackToAnEarlierPosition() {
        apply("CREATE TABLE t (id int)");
        apply("ALTER TABLE t ADD a int");
        apply("RENAME TABLE t TO u");
        apply("ALTER TABLE u ADD b int");
        history.rewindTo(SourcePosition.parse(UUID + ":1-2"));
        assertThat(columns(T)).isEqualTo("id int, a int key []");
        assertThat(columns(new TableId("d", "u"))).isEqualTo("unknown");
        transactions = 2;
        apply("RENAME TABLE t TO u");
        apply("ALTER TABLE u ADD b int");
        assertThat(columns(new TableId("d", "u"))).isEqualTo("id int, a int, b int key []");
        history.forgetBefore(SourcePosition.parse(UUID + ":1-3"));
        history.rewindTo(SourcePosition.parse(UUID + ":1-3"));
        assertThat(columns(new TableId("d", "u"))).isEqualTo("id int, a int key []");
        assertThat(history.versions().keySet()).containsExactly(new TableId("d", "u"));
    }

    @Test
    void doesNotGoBackBehindItsBeginning() {
        SchemaHistory later = new SchemaHistory(UUID + ":1-5", false);
        assertThatThrownBy(() -> later.rewindTo(SourcePosition.parse(UUID + ":1-4")))
                .hasMessageContaining("begins at");
    }

    @Test
    void foldsNamesWhereTheServerDoes() {
        SchemaHistory folding = new SchemaHistory("", true);
        String sql = "CREATE TABLE D.T (id int)";
        folding.apply(new SchemaHistory.Ddl("", Statement.of(sql, "", true, false), sql, "", "", ""));
        assertThat(folding.definition(T)).isNotNull();
        String alter = "ALTER TABLE D.`T` ADD x int";
        folding.apply(new SchemaHistory.Ddl("", Statement.of(alter, "", true, false), alter, "", "", ""));
        assertThat(folding.definition(T).columns()).hasSize(2);
    }

    @Test
    void thousandsOfShardsShareOneDefinition() {
        String columns = java.util.stream.IntStream.range(0, 24)
                .mapToObj(i -> "c" + i + " varchar(20)")
                .collect(Collectors.joining(", "));
        for (int logical = 0; logical < 56; logical++) {
            apply("CREATE TABLE model" + logical + " (id" + logical + " int PRIMARY KEY, " + columns + ")");
            for (int shard = 0; shard < 94; shard++) {
                apply("CREATE TABLE shard" + shard + ".t" + logical + " LIKE model" + logical);
            }
        }
        assertThat(history.size()).isEqualTo(56 * 95);
        long definitions = history.versions().values().stream()
                .flatMap(List::stream)
                .map(version -> System.identityHashCode(version.definition()))
                .distinct()
                .count();
        assertThat(definitions).isEqualTo(56);
        assertThat(SchemaHistoryJson.write(history).length()).isLessThan(600_000);
    }
}
