package io.github.sluice.coordinator.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What was seen of StarRocks. Immutable.
 *
 * @param http frontends that did not answer, with why
 * @param databaseThere whether the target database exists
 * @param grants the account's, in upper case
 * @param root whether the account is {@code root}, which may do everything
 * @param otherTables tables that stand there and are not as planned, with the first difference
 * @param labelKeepSeconds how long a label is remembered
 * @param replication wanted by the settings
 * @param beHttp backends whose HTTP port takes no connection from here, with why
 */
record StarRocksFacts(
        String version,
        List<String> http,
        Seen<Boolean> databaseThere,
        Seen<List<String>> grants,
        boolean root,
        Seen<Map<String, String>> otherTables,
        Seen<Long> labelKeepSeconds,
        Seen<List<Backend>> backends,
        int replication,
        Seen<List<String>> beHttp,
        Seen<Duration> clockAhead) {
    /** A backend. {@code usedPercent} is of its fullest disk; below 0 where it does not tell. */
    record Backend(String host, boolean alive, boolean leaving, double usedPercent) {}
}
