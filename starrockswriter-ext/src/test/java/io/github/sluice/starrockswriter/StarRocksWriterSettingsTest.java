package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.row.WireColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarRocksWriterSettingsTest {
    private static DataXException refusal(Object... pairs) {
        return catchThrowableOfType(DataXException.class, () -> Jobs.settings(pairs));
    }

    // ---- the official plugin's jobs

    @Test
    void theOfficialDocumentsJobIsTakenAsItIs() {
        StarRocksWriterSettings settings = StarRocksWriterSettings.from(Configuration.from("""
                {"username": "xxxx", "password": "xxxx", "column": ["k1", "k2", "v1", "v2"], "preSql": [], "postSql": [],
                 "connection": [{"table": ["xxx"], "jdbcUrl": "jdbc:mysql://fe:9030/", "selectedDatabase": "yyy"}],
                 "loadUrl": ["fe1:8030", "fe2:8030"], "loadProps": {}}
                """));
        assertThat(settings.database).isEqualTo("yyy");
        assertThat(settings.table).isEqualTo("xxx");
        assertThat(settings.queryUrl.hosts()).containsExactly("fe:9030");
        assertThat(settings.loadUrls).containsExactly("fe1:8030", "fe2:8030");
        assertThat(settings.warnings).isEmpty();
    }

    @Test
    void allOfTheOfficialParametersAreTakenTogether() {
        StarRocksWriterSettings settings = StarRocksWriterSettings.from(Configuration.from("""
                {"username": "u", "password": "", "selectedDatabase": "d", "table": "t", "column": ["`k1`", "`order`"],
                 "jdbcUrl": "jdbc:mysql://fe1:9030,fe2:9030/d?useSSL=false", "loadUrl": ["http://fe1:8030"],
                 "preSql": ["TRUNCATE TABLE @table"], "postSql": ["SELECT 1"],
                 "maxBatchRows": 1000, "maxBatchSize": 5242880, "flushInterval": 300000, "flushQueueLength": 1,
                 "labelPrefix": "datax_", "maxRetries": 1,
                 "loadProps": {"format": "csv", "column_separator": "\\\\x01", "row_delimiter": "\\\\x02",
                               "max_filter_ratio": 0.1, "timeout": 60, "partial_update": "true"}}
                """));
        assertThat(settings.columns).extracting(WireColumn::name).containsExactly("k1", "order");
        assertThat(settings.preSql).containsExactly("TRUNCATE TABLE t");
        assertThat(settings.maxBatchRows).isEqualTo(1000);
        assertThat(settings.maxBatchSize).isEqualTo(5_242_880);
        assertThat(settings.queryUrl.hosts()).containsExactly("fe1:9030", "fe2:9030");
        assertThat(settings.headers.timeout()).hasSeconds(60);
        assertThat(settings.headers.of(settings.columns, Map.of()))
                .containsEntry("partial_update", "true")
                .containsEntry("max_filter_ratio", "0")
                .containsEntry("strict_mode", "true")
                .containsEntry("format", "json")
                .containsEntry("columns", "`k1`,`order`")
                .containsEntry("jsonpaths", "[\"$.k1\",\"$.order\"]")
                .doesNotContainKeys("column_separator", "row_delimiter", "timeout");
        assertThat(settings.warnings)
                .as("what has no effect, or another one, is said")
                .hasSize(6)
                .anyMatch(text -> text.contains("column_separator"))
                .anyMatch(text -> text.contains("max_filter_ratio") && text.contains("errorLimit"))
                .anyMatch(text -> text.contains("flushInterval"))
                .anyMatch(text -> text.contains("flushQueueLength"));
    }

    @Test
    void sayingTheSameThingTwiceIsAFaultOnlyWhereItDiffers() {
        Map<String, Object> same = Map.of("table", List.of("t"), "selectedDatabase", "d");
        assertThat(Jobs.settings(Key.CONNECTION, List.of(same)).table).isEqualTo("t");
        Map<String, Object> other = Map.of("table", List.of("u"));
        assertThat(refusal(Key.CONNECTION, List.of(other)))
                .hasMessageContaining("connection[0].table: says something else than table");
    }

    @Test
    void aJobWritesToOneTable() {
        assertThat(refusal(Key.TABLE, List.of("a", "b"))).hasMessageContaining("table: must name one");
        assertThat(refusal(Key.CONNECTION, List.of(Map.of(), Map.of())))
                .hasMessageContaining("connection: must hold one element");
        assertThat(refusal(Key.CONNECTION, List.of(Map.of("querySql", "x"))))
                .hasMessageContaining("connection[0].querySql: must be one of");
    }

    // ---- faults

    @Test
    void allFaultsAreFoundAtOnce() {
        DataXException refusal = refusal(
                Key.USERNAME,
                null,
                Key.PASSWORD,
                null,
                Key.LOAD_URL,
                List.of("fe", "fe2:8030"),
                Key.DATABASE,
                " ",
                Key.TABLE,
                null,
                Key.COLUMN,
                null,
                Key.JDBC_URL,
                "fe:9030?password=hunter2",
                Key.MAX_BATCH_ROWS,
                "many",
                Key.LABEL_PREFIX,
                "a.b",
                Key.RUN_ID,
                "a b",
                Key.MANIFEST_PATH,
                "here",
                Key.LOAD_PROPS,
                Map.of("where", "id > 1"),
                "maxBatchSise",
                1);
        assertThat(refusal.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.SETTINGS);
        assertThat(refusal)
                .hasMessageContaining("username: is required")
                .hasMessageContaining("password: is required")
                .hasMessageContaining("loadUrl[0]: must be host:port or http(s)://host:port, found 'fe'")
                .hasMessageContaining("database: is required")
                .hasMessageContaining("table: is required")
                .hasMessageContaining("column: is required")
                .hasMessageContaining("jdbcUrl: must be jdbc:mysql://")
                .hasMessageContaining("maxBatchRows: must be a whole number from 1 to 10000000, found 'many'")
                .hasMessageContaining("labelPrefix: must be 1 to 24 of ASCII letters, digits, '_' and '-', found 'a.b'")
                .hasMessageContaining("runId: must be")
                .hasMessageContaining("manifestPath: must be an absolute path of a file, found 'here'")
                .hasMessageContaining("loadProps[where]: would make rows disappear silently")
                .hasMessageContaining("maxBatchSise: is not a parameter of starrockswriterext");
        assertThat(refusal.getMessage()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "label, x, is set by the writer itself",
        "compression, gzip, is not supported",
        "format, parquet, must be csv or json",
        "skip_header, 1, would change or drop rows",
        "trim_space, true, would change or drop rows",
        "max_filter_ratio, 2, must be a number from 0 to 1",
        "strict_mode, maybe, must be true or false",
        "timeout, 0, must be seconds from 1 to 259200",
        "jsonpaths, $.a, must be a JSON array of paths",
        "columns, 'a,b,c', must name as many columns without '=' as column does (2)",
    })
    void loadPropsThatWouldChangeWhatIsLoadedAreFaults(String name, String value, String rule) {
        assertThat(refusal(Key.LOAD_PROPS, Map.of(name, value)))
                .hasMessageContaining("loadProps[" + name + "]: ")
                .hasMessageContaining(rule);
    }

    @Test
    void statementsAndStarNeedTheQueryPort() {
        assertThat(refusal(Key.PRE_SQL, List.of("x"), Key.POST_SQL, List.of("y"), Key.COLUMN, List.of("*")))
                .hasMessageContaining("preSql: needs jdbcUrl")
                .hasMessageContaining("postSql: needs jdbcUrl")
                .hasMessageContaining("column: * needs jdbcUrl");
    }

    @Test
    void namesThatRepeatAndKeysThatAreNoColumnsAreFaults() {
        assertThat(refusal(Key.COLUMN, List.of("a", "a"))).hasMessageContaining("a is named twice");
        assertThat(refusal(Key.KEY_COLUMNS, List.of("b"))).hasMessageContaining("b is not among the columns");
    }

    // ---- secrets

    @Test
    void thePasswordIsReadFromItsReference(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "hunter2\n");
        assertThat(Jobs.settings(Key.PASSWORD, "file:" + file).password.reveal())
                .isEqualTo("hunter2");
    }

    @Test
    void aReferenceThatLeadsNowhereHasACodeOfItsOwn(@TempDir Path folder) {
        DataXException refusal = refusal(Key.PASSWORD, "file:" + folder.resolve("nothing"));
        assertThat(refusal.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.PASSWORD);
        assertThat(refusal).hasMessageContaining("there is no such file");
    }

    @Test
    void noSecretIsPrinted() {
        StarRocksWriterSettings settings = Jobs.settings(
                Key.PASSWORD, "hunter2",
                Key.JDBC_URL, "jdbc:mysql://fe:9030/?password=hunter3",
                Key.PRE_SQL, List.of("SET PASSWORD = 'hunter4'"));
        assertThat(settings.toString())
                .contains("[hidden]", "fe:9030", "1 statements")
                .doesNotContain("hunter");
        assertThat(settings.cluster().toString()).doesNotContain("hunter");
    }

    // ---- headers

    @Test
    void jsonAndBinaryColumnsGoThroughAnExpression() {
        StarRocksWriterSettings settings = Jobs.settings(
                Key.COLUMN,
                List.of(
                        "id",
                        Map.of("name", "doc", "type", "json"),
                        Map.of("name", "raw", "type", "varbinary(10)"),
                        "tmp_x",
                        "名 称"));
        assertThat(settings.headers.of(settings.columns, Map.of()))
                .containsEntry(
                        "columns",
                        "`id`,`_tmp_doc`,`_tmp_raw`,`tmp_x`,`名 称`,`doc`=parse_json(`_tmp_doc`),"
                                + "`raw`=to_binary(`_tmp_raw`,'encode64')")
                .containsEntry("jsonpaths", "[\"$.id\",\"$.doc\",\"$.raw\",\"$.tmp_x\",\"$.\\\"名 称\\\"\"]");
        assertThat(settings.headers.of(settings.columns, Map.of("id", "bigint", "doc", "varchar", "raw", "varchar")))
                .as("the table's own types decide")
                .containsEntry("columns", "`id`,`doc`,`raw`,`tmp_x`,`名 称`");
    }

    @Test
    void theUsersColumnsArePositionalAsInTheOfficialPlugin() {
        StarRocksWriterSettings settings = Jobs.settings(Key.LOAD_PROPS, Map.of("columns", "k, tmp, v = upper(tmp)"));
        assertThat(settings.headers.of(settings.columns, Map.of()))
                .containsEntry("columns", "k, tmp, v = upper(tmp)")
                .containsEntry("jsonpaths", "[\"$.id\",\"$.name\"]");
    }
}
