package io.github.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.sluice.benchmarks.measure.Mebibytes;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a result was measured on, and how busy that was: wall time on a busy machine says little. */
final class Machine {
    private Machine() {}

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    /** For a result. */
    static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", (long) system().getAvailableProcessors());
        machine.put("memoryMiB", Mebibytes.of(system().getTotalMemorySize()));
        machine.put("jdk", Runtime.version().toString());
        return machine;
    }

    /** Runnable threads of the whole machine, averaged over a minute; negative if it is not known. */
    static double load() {
        return system().getSystemLoadAverage();
    }
}
