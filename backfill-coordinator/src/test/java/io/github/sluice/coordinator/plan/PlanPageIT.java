package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/plan.md: its own commands, in its order, in a shell, with the account that it names. */
@Timeout(300)
class PlanPageIT {
    private static final Path PAGE = Path.of("..", "docs", "plan.md");
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    @TempDir
    Path folder;

    private final MySqlServer mysql = SharedServers.mysql();

    @BeforeEach
    void tables() throws IOException {
        leave();
        mysql.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, amount DECIMAL(20,6), note VARCHAR(20))",
                "CREATE TABLE shop.line_0 (id INT PRIMARY KEY, v INT)",
                "CREATE TABLE shop.line_1 (id INT PRIMARY KEY, v INT)",
                "CREATE TABLE shop.loose (x INT)");
        Files.writeString(folder.resolve("password"), "CHANGE_ME");
        String account = Files.readString(Path.of("..", "job-templates", "templates", "mysql", "source-user.sql"));
        mysql.execute(Stream.of(account.replaceAll("(?m)^--.*$", "")
                        .replace("10.0.%", "%")
                        .split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toArray(String[]::new));
    }

    @AfterEach
    void leave() {
        mysql.execute("DROP DATABASE IF EXISTS shop", "DROP USER IF EXISTS 'sluice'@'%'");
    }

    @Test
    void everyCommandOfThePageDoesWhatThePageSays() throws Exception {
        String page = Files.readString(PAGE);
        String walk = page.substring(page.indexOf("## In ten minutes"), page.indexOf("## The files"));
        assertThat(walk).contains("templates/mysql/source-user.sql");
        StringBuilder script = new StringBuilder("set -eu\n");
        Matcher commands = COMMANDS.matcher(walk);
        int blocks = 0;
        while (commands.find()) {
            script.append("echo '== ").append(++blocks).append("'\n").append(commands.group(1));
        }
        assertThat(blocks).isEqualTo(5);
        String here = script.toString()
                .replace("HOST:3306", "127.0.0.1:" + mysql.port())
                .replace("/etc/sluice/mysql", folder.resolve("password").toString());
        long begin = System.nanoTime();
        List<String> said = List.of(shell(here).split("== \\d\\n"));
        System.out.println(
                "the machine's part of the walk: " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");

        assertThat(said.get(1)).contains("sluice.yaml: 2 entries to look at, 1 refused with the reason");
        String draft = Files.readString(folder.resolve("backfill/sluice.yaml"));
        assertThat(draft).contains("backends: 3 ").doesNotContain("_HOST", "# backends");
        assertThat(said.get(3)).contains("written  ").contains("orders_create_table.sql");
        assertThat(said.get(4))
                .contains("orders_datax_config.json")
                .contains("CREATE TABLE IF NOT EXISTS `ods`.`orders`")
                .contains("GRANT SELECT, INSERT ON TABLE `ods`.`orders` TO USER 'sluice';")
                .contains("decimal(20,6)");
        assertThat(said.get(5))
                .contains("would be written")
                .contains("ended with 31")
                .contains("+CREATE TABLE IF NOT EXISTS `dwh`.`orders`")
                .contains("-- StarRocks was not compared: password of sluice")
                .endsWith("\n");
        assertThat(said.get(5).lines().filter(line -> line.startsWith("unchanged")))
                .as("the last check finds nothing to do")
                .isNotEmpty();
    }

    /** In the test's folder, with this build's sluice. */
    private String shell(String script) throws IOException, InterruptedException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path sluice = Files.writeString(
                bin.resolve("sluice"),
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "'"
                        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path")
                        + "' io.github.sluice.coordinator.Sluice \"$@\"\n");
        assertThat(sluice.toFile().setExecutable(true)).isTrue();
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().remove("SLUICE_STARROCKS_PASSWORD");
        Process process = builder.start();
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
