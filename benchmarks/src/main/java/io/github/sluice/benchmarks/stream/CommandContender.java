package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.process.ChildCommand;
import io.github.sluice.testbed.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any other reader, given as a command of the shell. It finds in its environment {@code MYSQL_PORT}, {@code MYSQL_USER},
 * {@code MYSQL_PASSWORD}, {@code BINLOG_FILE} and {@code BINLOG_POSITION} to begin at, {@code BOOTSTRAP_SERVERS},
 * {@code TOPIC_PREFIX} (of {@code PREFIX.t0} to {@code PREFIX.t3}) and {@code KEY_HEX}. It is stopped once so many
 * records are in its topics; what is in them is not looked at.
 */
final class CommandContender implements Contender {
    private final House house;
    private final String command;
    private final long rows;
    private String file = "";
    private String position = "";

    CommandContender(House house, String command, long rows) {
        this.house = house;
        this.command = command;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "reader";
    }

    @Override
    public void prime(int rounds) throws Exception {
        try (var connection = house.mysql().connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            file = row.getString("File");
            position = row.getString("Position");
        }
        for (int round = 0; round < rounds; round++) {
            house.create(topics(round), Map.of());
        }
    }

    @Override
    public ChildProcess start(int round) throws Exception {
        Path folder = Files.createDirectories(house.folder().resolve(name() + round));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("MYSQL_PORT", String.valueOf(house.mysql().port()));
        environment.put("MYSQL_USER", house.mysql().username());
        environment.put("MYSQL_PASSWORD", house.mysql().password());
        environment.put("BINLOG_FILE", file);
        environment.put("BINLOG_POSITION", position);
        environment.put("BOOTSTRAP_SERVERS", house.bootstrapServers());
        environment.put("TOPIC_PREFIX", name() + round);
        environment.put("KEY_HEX", Files.readString(house.keyFile()));
        return ChildProcess.start(new ChildCommand(
                // exec: what is measured is the program, not the shell
                name(), List.of("/bin/sh", "-c", "exec " + command), environment, folder, folder.resolve("out")));
    }

    @Override
    public boolean isDone(int round) throws Exception {
        return house.offsets(topics(round)) >= rows;
    }

    @Override
    public boolean isComparable() {
        return false;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() {}
}
