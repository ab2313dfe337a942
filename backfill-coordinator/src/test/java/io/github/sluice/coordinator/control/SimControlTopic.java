package io.github.sluice.coordinator.control;

import io.github.sluice.wire.key.DataKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A control topic that outlives the processes that use it; words on it are sealed and opened as on the real one. */
public final class SimControlTopic {
    private static final String NAME = "sim-control";

    private final List<ControlLog.Entry> entries = new ArrayList<>();

    /** The way of one process to what is outside of it. */
    public interface Process {
        /** Does something outside, unless the process is or gets killed. */
        <T> T call(String what, Supplier<T> effect);

        /** Ends here if the process was killed. */
        void live();
    }

    /** As a process opens it that begins. */
    public ControlTopic open(String run, DataKey key, Process process) {
        return ControlTopic.read(NAME, run, key, new Log(process));
    }

    private synchronized long append(byte[] key, byte[] value) {
        entries.add(new ControlLog.Entry(entries.size(), key, value));
        return entries.size() - 1L;
    }

    private synchronized List<ControlLog.Entry> from(int position) {
        return List.copyOf(entries.subList(position, entries.size()));
    }

    private synchronized int end() {
        return entries.size();
    }

    private final class Log implements ControlLog {
        private final Process process;
        private int position;

        Log(Process process) {
            this.process = process;
        }

        @Override
        public long end() {
            return SimControlTopic.this.end();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long append(byte[] key, byte[] value, String what) {
            return process.call("say " + what, () -> SimControlTopic.this.append(key, value));
        }

        @Override
        public List<Entry> poll(Duration patience) {
            process.live();
            List<Entry> found = from(position);
            position += found.size();
            return found;
        }

        @Override
        public void rest(String what) {
            process.live();
            LockSupport.parkNanos(200_000);
        }

        @Override
        public void close() {}
    }
}
