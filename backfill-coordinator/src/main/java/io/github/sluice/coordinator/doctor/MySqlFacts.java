package io.github.sluice.coordinator.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of MySQL. Immutable.
 *
 * @param live whether the run has a streamer
 * @param variables global ones, by lower-case name
 * @param grants the account's own, in upper case
 * @param told how long binlogs are kept by the settings; empty where they don't say
 * @param forecast of the longest table; empty in a run without a streamer, and where not all of it was seen
 * @param zone the source's, of the settings
 * @param serverZone the server's offset from UTC now
 * @param missing logical tables that no table of MySQL matches, and one should
 * @param unreadable tables that the account may not SELECT from
 * @param keyless tables without a key, as far as settings name none for them
 * @param zeroDates columns whose default is a zero date
 * @param charsets of the columns, by how many have it
 * @param sameLetters pairs of tables that differ in letter case alone
 * @param replicaLag seconds behind its source; empty where the server is no replica
 * @param preparedXa transactions that are prepared and not ended
 * @param clockAhead of this machine's clock
 */
record MySqlFacts(
        boolean live,
        String version,
        Map<String, String> variables,
        List<String> grants,
        Optional<Duration> told,
        Optional<Duration> forecast,
        String zone,
        String serverZone,
        Seen<List<String>> missing,
        Seen<List<String>> unreadable,
        Seen<List<String>> keyless,
        Seen<List<String>> zeroDates,
        Seen<Map<String, Integer>> charsets,
        Seen<List<String>> sameLetters,
        Seen<Optional<Long>> replicaLag,
        Seen<Integer> preparedXa,
        Seen<Duration> clockAhead) {
    MySqlFacts {
        variables = Map.copyOf(variables);
        grants = List.copyOf(grants);
    }

    /** The same, with what only all MySQLs together tell. */
    MySqlFacts with(Seen<List<String>> newMissing, Optional<Duration> newForecast) {
        return new MySqlFacts(
                live,
                version,
                variables,
                grants,
                told,
                newForecast,
                zone,
                serverZone,
                newMissing,
                unreadable,
                keyless,
                zeroDates,
                charsets,
                sameLetters,
                replicaLag,
                preparedXa,
                clockAhead);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
