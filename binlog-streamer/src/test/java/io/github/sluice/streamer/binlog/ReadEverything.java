package io.github.sluice.streamer.binlog;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.sun.management.OperatingSystemMXBean;
import io.github.sluice.streamer.schema.ColumnDef;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaReader;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's binlog in a JVM of its own and prints what it took: {@code PORT START_GTID_SET LAST_GTID DATABASE
 * decode|seal}. With {@code seal} every row is encoded and sealed as the streamer does it.
 */
final class ReadEverything implements ChangeHandler {
    private final String last;
    private final boolean seal;
    private final EnvelopeV1.Sealer sealer = EnvelopeV1.sealer(DataKey.fromHex("000102030405060708090a0b0c0d0e0f"));
    private @Nullable TableColumns columns;
    private @Nullable RowCodec codec;
    private Runnable stop = () -> {};
    private long rows;
    private long transactions;
    private long checksum;
    private long sealedBytes;

    private ReadEverything(String last, boolean seal) {
        this.last = last;
        this.seal = seal;
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String url = "jdbc:mysql://127.0.0.1:" + port + "/?useSSL=false&allowPublicKeyRetrieval=true";
        SchemaHistory history;
        try (Connection source = DriverManager.getConnection(url, "root", "")) {
            history = SchemaReader.read(source);
        }
        ReadEverything handler = new ReadEverything(arguments[2], arguments[4].equals("seal"));
        SourceServer server = SourceServer.of("127.0.0.1", port, "root", "", 9_001, Capture.ZONE)
                .withTls(SSLMode.DISABLED);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        try (BinlogReader reader =
                new BinlogReader(server, table -> table.database().equals(arguments[3]), history)) {
            handler.stop = reader::close;
            reader.run(StartPoint.afterGtidSet(arguments[1]), handler);
        }
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        double seconds = (System.nanoTime() - wall) / 1e9;
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("")
                .replaceAll("\\D", "");
        System.out.printf(
                Locale.ROOT,
                "rows=%d transactions=%d sum=%d cpu=%.2fs wall=%.2fs perCpuSecond=%.0f peakMiB=%d sealedMiB=%d%n",
                handler.rows,
                handler.transactions,
                handler.checksum,
                cpuSeconds,
                seconds,
                handler.rows / cpuSeconds,
                Long.parseLong(peak) / 1024,
                handler.sealedBytes >> 20);
    }

    @Override
    public void begin(SourceTransaction transaction) {}

    @Override
    public void row(RowChange change) {
        rows++;
        Object[] row = change.after() == null ? change.before() : change.after();
        checksum += (Long) row[0];
        if (seal) {
            byte[] sealed = sealer.seal(codec(change.columns()).encode(codec.normalise(row)));
            sealedBytes += sealed.length;
        }
    }

    private RowCodec codec(TableColumns table) {
        if (codec == null || columns != table) {
            List<WireColumn> wire = new ArrayList<>();
            for (ColumnDef column : table.columns()) {
                wire.add(WireColumn.of(column.name(), column.columnType()));
            }
            codec = new RowCodec(new RowSchema(wire, List.of()));
            columns = table;
        }
        return codec;
    }

    @Override
    public void ddl(TableChange change) {}

    @Override
    public void commit(BinlogPosition end) {
        transactions++;
        if (end.transaction().equals(last)) {
            stop.run();
        }
    }

    @Override
    public void idle(long atMillis) {}

    /** Runs {@link #main} in a JVM with the given heap and returns what it printed. */
    static Map<String, String> inOwnJvm(String heap, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ReadEverything.class.getName()));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("read-everything", ".log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(90, TimeUnit.SECONDS);
            List<String> printed = Files.readAllLines(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(
                        (ended ? "exit code " + process.exitValue() : "not ended") + ": " + printed);
            }
            Map<String, String> values = new HashMap<>();
            for (String pair : printed.get(printed.size() - 1).split(" ")) {
                values.put(pair.replaceAll("=.*", ""), pair.replaceAll(".*=", ""));
            }
            return values;
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
