package io.github.sluice.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The memory of some processes below one, told apart by their command lines. Processes come and go; each look counts
 * those that are there. Pages that two processes share, such as the JVM's own code, are counted in both: the sum is an
 * upper bound. One thread.
 */
public final class ProcessGroup {
    private final long root;
    private final Map<String, Pattern> roles;
    private final Map<String, Long> peaks = new TreeMap<>();
    private long peakOfSum;
    private long peakOfPeaks;

    /**
     * @param root whose descendants are looked at
     * @param roles expressions found in command lines, arguments joined by blanks; the first that fits counts
     */
    public ProcessGroup(long root, Map<String, Pattern> roles) {
        this.root = root;
        this.roles = new LinkedHashMap<>(roles);
    }

    /** Looks at what is there now. */
    public void look() {
        Map<String, Long> byRole = new TreeMap<>();
        long sum = 0;
        long sumOfPeaks = 0;
        try (Stream<ProcessHandle> all =
                ProcessHandle.of(root).map(ProcessHandle::descendants).orElse(Stream.empty())) {
            for (ProcessHandle process : (Iterable<ProcessHandle>) all::iterator) {
                try {
                    String role = role(commandLine(process.pid()));
                    if (!role.isEmpty()) {
                        Usage usage = Usage.of(process.pid());
                        byRole.merge(role, usage.peak(), Long::sum);
                        sum += usage.resident();
                        sumOfPeaks += usage.peak();
                    }
                } catch (IOException gone) {
                    // between the list and the look; it has no memory any more
                }
            }
        }
        byRole.forEach((role, peak) -> peaks.merge(role, peak, Math::max));
        peakOfSum = Math.max(peakOfSum, sum);
        peakOfPeaks = Math.max(peakOfPeaks, sumOfPeaks);
    }

    private static String commandLine(long pid) throws IOException {
        return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "cmdline")), StandardCharsets.UTF_8)
                .replace('\0', ' ');
    }

    private String role(String commandLine) {
        Function<Map.Entry<String, Pattern>, Boolean> fits =
                role -> role.getValue().matcher(commandLine).find();
        return roles.entrySet().stream()
                .filter(fits::apply)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** By role: the most that its processes, each at its own peak, came to together. */
    public Map<String, Long> peaks() {
        return new TreeMap<>(peaks);
    }

    /** The most that all had in RAM at one moment. */
    public long peakOfSum() {
        return peakOfSum;
    }

    /** The most that all which were there at one moment came to, each at its own peak up to then. */
    public long peakOfPeaks() {
        return peakOfPeaks;
    }
}
