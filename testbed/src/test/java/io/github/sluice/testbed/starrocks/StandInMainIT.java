package io.github.sluice.testbed.starrocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stand-in as a process of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class StandInMainIT {
    private static MySqlServer mysql;

    @BeforeAll
    static void start() throws Exception {
        mysql = MySqlServer.start(Files.createDirectories(Path.of("target", "stand-in")));
    }

    @AfterAll
    static void stop() {
        if (mysql != null) {
            mysql.close();
        }
    }

    @Test
    void printsItsAddressesAndEndsWithItsStandardInput() throws Exception {
        Process process = launch("--mysql-url", mysql.jdbcUrl("mysql"), "--until-stdin-closes");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            JsonNode ready = new ObjectMapper().readTree(out.readLine());
            assertThat(ready.get("pid").asLong()).isEqualTo(process.pid());
            try (Sql sql = new Sql(DriverManager.getConnection(
                    "jdbc:mysql://" + ready.get("query").asText() + "/", "root", "s3cret"))) {
                sql.run("CREATE DATABASE db");
                assertThat(sql.rows("SHOW FRONTENDS").get(0))
                        .contains("|" + ready.get("feHttp").asText().split(":")[1] + "|");
            }
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        try (Sql backing = new Sql(mysql.connect())) {
            assertThat(backing.rows("SHOW DATABASES LIKE 'sr\\_\\_%'")).isEmpty();
        }
    }

    @Test
    void wrongArgumentsAndAnUnreachableMySqlHaveTheirExitCodes() throws Exception {
        assertThat(ended("--nonsense")).isEqualTo(10);
        assertThat(ended("--backends", "1")).isEqualTo(10);
        assertThat(ended("--mysql-url", "jdbc:mysql://127.0.0.1:1/")).isEqualTo(30);
    }

    private static int ended(String... arguments) throws Exception {
        Process process = launch(arguments);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process launch(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StandInMain.class.getName()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(StandInMain.ROOT_PASSWORD, "s3cret");
        return builder.start();
    }
}
