package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** starrocks.md 8: what is stored equals a model that applies every row in order, however it is loaded. */
@Timeout(180)
class OrderIT {
    private static LoadCluster cluster;

    @BeforeAll
    static void start() {
        // rows go to a file after 20,000 bytes
        cluster = LoadCluster.start(LoadOptions.defaults().withMemoryBytes(20_000));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void item08_anyMixtureOfUpsertsAndDeletesEndsAsTheModelSays() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        try {
            TableModel table = cluster.table("model", "id bigint key", "v varchar(40)", "n decimal(20,6)");
            Random random = new Random(seed);
            Map<Long, String> model = new TreeMap<>();
            for (int load = 0; load < 6; load++) {
                ArrayNode body = LoadCluster.JSON.createArrayNode();
                for (int i = 0; i < 3_000; i++) {
                    long id = random.nextInt(700);
                    ObjectNode row = body.addObject().put("id", id);
                    if (random.nextInt(3) == 0) {
                        row.put("__op", 1);
                        model.remove(id);
                    } else {
                        String value = "行" + random.nextInt(1_000_000);
                        String number = random.nextInt(1_000_000) + "." + (100_000 + random.nextInt(900_000));
                        row.put("v", value).put("n", number);
                        model.put(id, id + "|" + value + "|" + number);
                    }
                }
                assertThat(cluster.client()
                                .json("model", body.toString())
                                .path("Status")
                                .asText())
                        .isEqualTo("Success");
            }
            assertThat(cluster.rows(table)).containsExactlyElementsOf(model.values());
        } catch (AssertionError e) {
            throw new AssertionError("rerun with -Dseed=" + seed, e);
        }
    }

    @Test
    void item18_loadsAtTheSameTimeAreVisibleAsAWholeAndTheLastCommitWins() throws Exception {
        TableModel table = cluster.table("together", "id bigint key", "writer int");
        int writers = 6;
        ExecutorService pool = Executors.newFixedThreadPool(writers + 1);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<JsonNode>> replies = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            ArrayNode body = LoadCluster.JSON.createArrayNode();
            for (int id = 0; id < 800; id++) {
                body.addObject().put("id", id).put("writer", writer);
            }
            replies.add(pool.submit(() -> {
                go.await();
                return cluster.client().json("together", body.toString(), "label", "together-" + number);
            }));
        }
        Future<List<String>> mixtures = pool.submit(() -> {
            List<String> seen = new ArrayList<>();
            go.await();
            for (int i = 0; i < 30; i++) {
                seen.add(String.join(",", cluster.select("SELECT DISTINCT writer FROM d.together")));
            }
            return seen;
        });
        go.countDown();
        long lastTransaction = -1;
        for (Future<JsonNode> reply : replies) {
            assertThat(reply.get().path("Status").asText()).isEqualTo("Success");
            lastTransaction =
                    Math.max(lastTransaction, reply.get().path("TxnId").asLong());
        }
        pool.shutdown();

        assertThat(mixtures.get()).as("writers seen in one SELECT").noneMatch(writer -> writer.contains(","));
        assertThat(cluster.select("SELECT COUNT(*), MIN(writer) = MAX(writer) FROM d.together"))
                .containsExactly("800|1");
        assertThat(cluster.rows(table)).hasSize(800);
        assertThat(lastTransaction).isPositive();
    }

    @Test
    void item18_manyTablesAndLabelsAtTheSameTime() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<JsonNode>> replies = new ArrayList<>();
        List<TableModel> tables = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            tables.add(cluster.table("many" + t, "id bigint key", "v varchar(200)"));
        }
        for (int i = 0; i < 40; i++) {
            int number = i;
            String body = "["
                    + String.join(",", Collections.nCopies(1, "{\"id\":" + i + ",\"v\":\"" + "x".repeat(100) + "\"}"))
                    + "]";
            replies.add(pool.submit(() -> cluster.client().json("many" + number % 8, body, "label", "many-" + number)));
        }
        for (Future<JsonNode> reply : replies) {
            assertThat(reply.get().path("Status").asText()).isEqualTo("Success");
        }
        pool.shutdown();
        for (TableModel table : tables) {
            assertThat(cluster.rows(table)).hasSize(5);
        }
    }

    @Test
    void aBodyLargerThanMemoryIsLoadedAndItsBadRowIsShown() throws Exception {
        cluster.table("huge", "id bigint key", "v varchar(2000)", "j json", "raw varchar(100)");
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 12_000; i++) {
            body.append(i == 0 ? "" : ", \n")
                    .append("{\"j\": { \"n\" : ")
                    .append(i)
                    .append(" }, \"raw\" : [ \"é\",")
                    .append(i)
                    .append("],\"v\":\"")
                    .append("y".repeat(900))
                    .append("\",\"id\":")
                    .append(i == 11_999 ? "\"bad\"" : Integer.toString(i))
                    .append('}');
        }
        byte[] bytes = body.append(']').toString().getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isGreaterThan(10_000_000);

        JsonNode reply = cluster.client()
                .bytes(
                        "huge",
                        bytes,
                        "format",
                        "json",
                        "strip_outer_array",
                        "true",
                        "strict_mode",
                        "true",
                        "max_filter_ratio",
                        "0.1");

        assertThat(reply.path("Status").asText()).as(reply.toString()).isEqualTo("Success");
        assertThat(LoadClient.fetch(reply.path("ErrorURL").asText()))
                .startsWith(
                        "Error: Unable to cast string value to BIGINT. value=bad, column=id. Row: {\"j\": { \"n\" : 11999 }, ")
                .endsWith("\"id\":\"bad\"}\n");
        assertThat(cluster.select("SELECT COUNT(*), SUM(LENGTH(v)), MAX(id) FROM d.huge"))
                .containsExactly("11999|" + 11_999 * 900 + "|11998");
        // the text of nested values is cut out of the body by byte offsets
        assertThat(cluster.select("SELECT COUNT(*) FROM d.huge WHERE raw = concat('[\"é\",', id, ']')"))
                .containsExactly("11999");
        assertThat(cluster.select("SELECT j FROM d.huge WHERE id = 7777")).containsExactly("{\"n\": 7777}");
    }
}
