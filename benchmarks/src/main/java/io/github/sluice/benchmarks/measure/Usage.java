package io.github.sluice.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one process has taken so far, as Linux counts it. Its children are not in it.
 *
 * @param cpu user and system time of all its threads, in steps of 10 ms ({@code /proc/PID/stat}, proc(5))
 * @param resident memory in RAM now, in bytes ({@code VmRSS})
 * @param peak the most there ever was ({@code VmHWM})
 */
public record Usage(Duration cpu, long resident, long peak) {
    /** USER_HZ: what proc(5) counts in, the same on every architecture that this runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final int UTIME = 14;
    private static final int STIME = 15;
    private static final int CUTIME = 16;
    private static final int CSTIME = 17;

    /**
     * Looks at a process.
     *
     * @throws IOException if there is no such process, or no {@code /proc}
     */
    public static Usage of(long pid) throws IOException {
        Path folder = Path.of("/proc", String.valueOf(pid));
        List<String> status = Files.readAllLines(folder.resolve("status"));
        return new Usage(cpu(Files.readString(folder.resolve("stat"))), bytes(status, "VmRSS"), bytes(status, "VmHWM"));
    }

    static Duration cpu(String stat) {
        return sum(stat, UTIME, STIME);
    }

    /**
     * CPU time of the children of a process that have ended and that it has waited for, and of theirs.
     *
     * @param stat the process's own {@code /proc/PID/stat}
     */
    public static Duration ofEndedChildren(String stat) {
        return sum(stat, CUTIME, CSTIME);
    }

    private static Duration sum(String stat, int user, int system) {
        // the second field is the program's name in brackets, which may hold blanks and brackets
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fromThird[user - 3]) + Long.parseLong(fromThird[system - 3]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    private static long bytes(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0); // a process that has ended but was not waited for has no memory
    }

    /** Seconds of CPU time. */
    public double cpuSeconds() {
        return cpu.toMillis() / 1000.0;
    }
}
