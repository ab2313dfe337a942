package io.github.sluice.testbed.datax;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published vectors of the wire's type table on the road through DataX: stored in a real MySQL, selected as the table
 * says, read by mysqlreader and brought into wire form; with {@code -Ddatax.home} by the real one.
 */
@Timeout(300)
class WireVectorsIT {
    private static final String PASSWORD = "pw";

    @TempDir
    Path folder;

    @Test
    void everyValueArrivesInItsWireForm() throws Exception {
        List<JsonNode> vectors = vectors();
        assertThat(vectors).hasSizeGreaterThan(150);
        List<String> queries = new ArrayList<>();
        Map<Integer, String> arrived;
        try (MySqlServer mysql = MySqlServer.startWithPassword(folder.resolve("mysql"), PASSWORD)) {
            try (Connection connection = DriverManager.getConnection(
                            mysql.jdbcUrl("") + "&jdbcCompliantTruncation=false", "root", PASSWORD);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE vectors");
                statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+08:00'");
                for (int i = 0; i < vectors.size(); i++) {
                    String type = vectors.get(i).get("type").asText();
                    statement.execute("CREATE TABLE vectors.v" + i + " (c " + type.replace(" as text", "")
                            + " NULL) DEFAULT CHARSET utf8mb4");
                    statement.execute("INSERT INTO vectors.v" + i + " VALUES ("
                            + vectors.get(i).get("sql").asText() + ")");
                    queries.add("select " + i + ", " + MySqlType.parse(type).selectExpression("`c`") + " from v" + i);
                }
            }
            arrived = read(mysql, queries);
        }
        assertThat(arrived).hasSameSizeAs(vectors);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            JsonNode vector = vectors.get(i);
            Object wire = normalised(vector.get("type").asText(), arrived.get(i));
            if (!String.valueOf(wire).equals(String.valueOf(expected(vector.get("wire"))))
                    || (wire == null) != vector.get("wire").isNull()) {
                differences.add(vector.get("type") + " " + vector.get("sql") + ": expected " + vector.get("wire")
                        + ", found " + wire);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<JsonNode> vectors() throws Exception {
        List<JsonNode> vectors = new ArrayList<>();
        try (InputStream in = MySqlType.class.getResourceAsStream("/io/github/sluice/wire/vectors/types.json")) {
            ProbeJobs.JSON.readTree(in).get("vectors").forEach(vectors::add);
        }
        return vectors;
    }

    private Map<Integer, String> read(MySqlServer mysql, List<String> queries) throws Exception {
        ProbeJobs.Job job = new ProbeJobs(folder)
                .job()
                .set("/job/setting/speed/channel", 10)
                .set("/core/container/taskGroup/sleepInterval", 20)
                .set("/job/content/0/reader", Map.of("name", "mysqlreader"))
                .reader("username", "root")
                .reader("password", PASSWORD)
                .reader(
                        "connection",
                        List.of(Map.of("jdbcUrl", List.of(mysql.jdbcUrl("vectors")), "querySql", queries)))
                .writer("raw", true);
        DataxResult result = job.run();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.statistics().orElseThrow().failedRecords()).isZero();
        Map<Integer, String> arrived = new HashMap<>();
        for (String line : job.traced()) {
            if (line.startsWith("raw ")) {
                String[] columns = line.split(" ");
                arrived.put(Integer.valueOf(String.valueOf(value(columns[1]))), columns[2]);
            }
        }
        return arrived;
    }

    /** The raw value in the class in which the column kept it. */
    private static Object value(String column) {
        String[] parts = column.split(":", 2);
        if (parts[1].equals("null")) {
            return null;
        }
        byte[] bytes = Base64.getDecoder().decode(parts[1]);
        String text = new String(bytes, StandardCharsets.UTF_8);
        switch (parts[0]) {
            case "LONG":
                return new BigInteger(text);
            case "DOUBLE":
            case "STRING":
                return text;
            case "BYTES":
                return bytes;
            default:
                throw new AssertionError("the type table selects nothing that becomes " + parts[0]);
        }
    }

    private static Object normalised(String type, String column) throws Exception {
        RowCodec codec = new RowCodec(new RowSchema(List.of(WireColumn.of("c", type)), List.of()));
        return codec.normalise(new Object[] {value(column)})[0];
    }

    private static Object expected(JsonNode wire) {
        if (wire.isIntegralNumber()) {
            return wire.bigIntegerValue();
        }
        return wire.isNumber() ? (Object) wire.doubleValue() : wire.asText();
    }
}
