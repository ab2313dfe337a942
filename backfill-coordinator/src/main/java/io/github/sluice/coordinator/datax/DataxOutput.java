package io.github.sluice.coordinator.datax;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DataX prints, as far as anybody can rely on it: the progress line of {@code StandAloneJobContainerCommunicator}
 * and the statistics block, which is printed only after success (datax.md 2).
 */
final class DataxOutput {
    private static final Pattern TOTAL = Pattern.compile("Total (\\d+) records, \\d+ bytes \\|");
    private static final Pattern READ = Pattern.compile("^读出记录总数\\s*:\\s*(\\d+)");
    private static final Pattern FAILED = Pattern.compile("^读写失败总数\\s*:\\s*(\\d+)");
    private static final Pattern REASON = Pattern.compile("经DataX智能分析");

    private long rows;
    private OptionalLong read = OptionalLong.empty();
    private OptionalLong failed = OptionalLong.empty();
    private boolean reasonFollows;
    private String reason = "";

    void line(String line) {
        Matcher total = TOTAL.matcher(line);
        if (total.find()) {
            rows = Long.parseLong(total.group(1));
            return;
        }
        Matcher readTotal = READ.matcher(line);
        if (readTotal.find()) {
            read = OptionalLong.of(Long.parseLong(readTotal.group(1)));
            return;
        }
        Matcher failedTotal = FAILED.matcher(line);
        if (failedTotal.find()) {
            failed = OptionalLong.of(Long.parseLong(failedTotal.group(1)));
            return;
        }
        if (REASON.matcher(line).find()) {
            reasonFollows = true;
        } else if (reasonFollows && !line.isBlank()) {
            reason = line.strip();
            reasonFollows = false;
        }
    }

    /** Rows so far, by the newest progress line. */
    long rows() {
        return rows;
    }

    /** 读出记录总数 of the statistics block; empty while or when there is none. */
    OptionalLong readTotal() {
        return read;
    }

    /** 读写失败总数 of the statistics block. */
    OptionalLong failedTotal() {
        return failed;
    }

    /** The first line of DataX's own diagnosis; empty if it gave none. */
    String reason() {
        return reason;
    }
}
