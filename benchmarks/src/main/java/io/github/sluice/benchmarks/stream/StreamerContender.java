package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.process.ChildProcess;
import io.github.sluice.wire.position.GtidSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packaged streamer: in every round another one, which has been started and stopped before the first change. */
final class StreamerContender implements Contender {
    private static final int FIRST_SERVER_ID = 7_100;

    private final Path project;
    private final House house;
    private final String jvmOptions;
    private final long rows;
    private final List<PackagedStreamer> streamers = new ArrayList<>();
    private @Nullable GtidSet executed;

    /** @param jvmOptions that win over the package's own; empty for none */
    StreamerContender(Path project, House house, String jvmOptions, long rows) {
        this.project = project;
        this.house = house;
        this.jvmOptions = jvmOptions;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "streamer";
    }

    @Override
    public void prime(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            PackagedStreamer streamer =
                    new PackagedStreamer(project, house, "streamer" + round, FIRST_SERVER_ID + round);
            streamers.add(streamer);
            streamer.jvmOptions(jvmOptions);
            house.create(topics(round), Map.of());
            streamer.wideTables(name() + round);
            streamer.prime();
        }
    }

    @Override
    public ChildProcess start(int round) throws Exception {
        executed = GtidSet.parse(house.ask("SELECT @@GLOBAL.gtid_executed"));
        return streamers.get(round).start();
    }

    @Override
    public boolean isDone(int round) throws Exception {
        GtidSet all = executed;
        return all != null && streamers.get(round).covers(all);
    }

    @Override
    public boolean isComparable() {
        return true;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        streamers.forEach(PackagedStreamer::close);
    }
}
