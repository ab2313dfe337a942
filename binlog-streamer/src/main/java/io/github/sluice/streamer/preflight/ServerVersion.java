package io.github.sluice.streamer.preflight;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's version.
 *
 * @param text as the server says it, for example {@code 8.0.31-log}
 */
record ServerVersion(String text, int major, int minor, int patch) {
    /** The versions that the tests run against (docs: "Versions tried"). */
    static final List<String> TRIED = List.of("5.7.22", "8.0.15", "8.0.31");

    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

    static ServerVersion parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return new ServerVersion(text, 0, 0, 0);
        }
        return new ServerVersion(
                text,
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
    }

    boolean isMariaDb() {
        return text.toLowerCase(Locale.ROOT).contains("mariadb");
    }

    boolean atLeast(int aMajor, int aMinor, int aPatch) {
        return major != aMajor ? major > aMajor : minor != aMinor ? minor > aMinor : patch >= aPatch;
    }

    boolean isTried() {
        return TRIED.contains(numbers());
    }

    /** Whether a version of the same series was tried. */
    boolean isOfTriedSeries() {
        return TRIED.stream().anyMatch(tried -> tried.startsWith(major + "." + minor + "."));
    }

    String numbers() {
        return major + "." + minor + "." + patch;
    }

    /** 8.2.0 renamed the statement, 8.4.0 dropped the old one. */
    String showBinlogStatus() {
        return atLeast(8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    /** 8.0.22 renamed the statement, 8.4.0 dropped the old one. */
    String showReplicas() {
        return atLeast(8, 0, 22) ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS";
    }

    /** As {@link #showReplicas}. */
    String showReplicaStatus() {
        return atLeast(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
    }
}
