package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.convert.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** starrocks.md 16, item 10: every vector goes in by Stream Load and comes back by JDBC. */
@Timeout(120)
class VectorsIT {
    private static LoadCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** StarRocks prints a fraction only when there is one, and then with six digits. */
    private static String printed(String stored) {
        return stored == null ? "NULL" : stored.endsWith(".000000") ? stored.substring(0, 19) : stored;
    }

    @Test
    void item10_dateTimesComeBackAsTheBackendStoresThem() throws Exception {
        TableModel table = cluster.table("moments", "id bigint key", "t datetime", "d date");
        ArrayNode body = LoadCluster.JSON.createArrayNode();
        List<String> expected = new ArrayList<>();
        for (Vectors.DateTimeVector vector : Vectors.dateTimes()) {
            ObjectNode row = body.addObject().put("id", expected.size());
            row.put("t", vector.text()).put("d", vector.text());
            String date = vector.stored() == null ? "NULL" : vector.stored().substring(0, 10);
            expected.add(expected.size() + "|" + printed(vector.stored()) + "|" + date);
        }

        assertThat(cluster.client()
                        .json("moments", body.toString())
                        .path("NumberLoadedRows")
                        .asInt())
                .isEqualTo(expected.size());

        assertThat(cluster.rows(table)).containsExactlyElementsOf(expected);
    }

    @Test
    void item10_dateTimesComeBackFromCsvToo() throws Exception {
        TableModel table = cluster.table("csvmoments", "id bigint key", "t datetime");
        StringBuilder body = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (Vectors.DateTimeVector vector : Vectors.dateTimes()) {
            body.append(expected.size()).append('\t').append(vector.text()).append('\n');
            expected.add(expected.size() + "|" + printed(vector.stored()));
        }
        cluster.client().csv("csvmoments", body.toString());
        assertThat(cluster.rows(table)).containsExactlyElementsOf(expected);
    }

    @Test
    void item10_decimalsComeBackExactly() throws Exception {
        TableModel table = cluster.table(
                "amounts",
                "id bigint key",
                "c9 decimal(9,2)",
                "c18 decimal(18,2)",
                "c38 decimal(38,10)",
                "c0 decimal(18,0)");
        ArrayNode body = LoadCluster.JSON.createArrayNode();
        List<String> expected = new ArrayList<>();
        for (Vectors.DecimalVector vector : Vectors.decimals()) {
            String column = vector.precision() == 9
                    ? "c9"
                    : vector.precision() == 38 ? "c38" : vector.scale() == 2 ? "c18" : "c0";
            body.addObject().put("id", expected.size()).put(column, vector.text());
            String stored = vector.stored() == null ? "NULL" : vector.stored();
            List<String> row = new ArrayList<>(List.of(expected.size() + ""));
            for (String name : List.of("c9", "c18", "c38", "c0")) {
                row.add(name.equals(column) ? stored : "NULL");
            }
            expected.add(String.join("|", row));
        }

        cluster.client().json("amounts", body.toString());

        assertThat(cluster.rows(table)).containsExactlyElementsOf(expected);
    }

    @Test
    void item10_everyTypeComesBack() throws Exception {
        TableModel table = cluster.table(
                "types",
                "id bigint key",
                "b boolean",
                "t tinyint",
                "s smallint",
                "i int",
                "l largeint",
                "f float",
                "d double",
                "m decimal(38,0)",
                "c char(10)",
                "v varchar(100)",
                "j json");
        String text = "tab\\t quote\\\" back\\\\slash 中文 😀 line\\n";
        cluster.client()
                .json(
                        "types",
                        "[{\"id\":-9223372036854775808,\"b\":true,\"t\":-128,\"s\":-32768,\"i\":-2147483648,"
                                + "\"l\":\"170141183460469231731687303715884105727\",\"f\":0.1,\"d\":1e-300,"
                                + "\"m\":\"-99999999999999999999999999999999999999\",\"c\":\"ab \",\"v\":\"" + text
                                + "\",\"j\":{\"z\":[1, null],\"a\":18446744073709551615}}]",
                        "strict_mode",
                        "true");
        assertThat(cluster.rows(table))
                .containsExactly("-9223372036854775808|1|-128|-32768|-2147483648|"
                        + "170141183460469231731687303715884105727|0.1|1e-300|"
                        + "-99999999999999999999999999999999999999|ab |tab\t quote\" back\\slash 中文 😀 line\n|"
                        + "{\"a\": 18446744073709551615, \"z\": [1, null]}");
    }
}
