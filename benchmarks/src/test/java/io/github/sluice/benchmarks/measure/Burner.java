package io.github.sluice.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes known amounts: {@code CPU_MILLIS MEBIBYTES}. It says {@code done MILLIS}, the CPU time that the
 * JVM itself has counted, and waits for the end of its input.
 */
final class Burner {
    private static final int PAGE = 4096;

    private Burner() {}

    public static void main(String[] arguments) throws Exception {
        byte[][] held = new byte[Integer.parseInt(arguments[1])][];
        for (int i = 0; i < held.length; i++) {
            held[i] = new byte[1024 * 1024];
            for (int at = 0; at < held[i].length; at += PAGE) {
                held[i][at] = 1; // memory that was never touched is not resident
            }
        }
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long until = system.getProcessCpuTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
        long spun = 0;
        while (system.getProcessCpuTime() < until) {
            spun++;
        }
        System.out.println("done " + TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime()));
        while (System.in.read() >= 0) {
            spun++;
        }
        System.exit(held.length > 0 && spun > 0 ? 0 : 1);
    }
}
