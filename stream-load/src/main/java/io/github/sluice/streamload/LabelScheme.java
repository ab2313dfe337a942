package io.github.sluice.streamload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels of one connector's loads, at most 128 characters of {@code [-\w]} (StarRocks' {@code ^[-\w]{1,128}$}):
 *
 * <pre>
 * sluice-9f2c1d40-mzt_ods_cjm_stream_ods_t-51e0aa37-p0t2_7-1000_1999-k9x2m4ab-0
 * |      |        |                        |        |      |         |        `- attempt
 * |      |        |                        |        |      |         `- epoch: one stay of the rows with one owner
 * |      |        |                        |        |      `- first and last offset, or a hash of them for several partitions
 * |      |        |                        |        `- partitions: 0 to 2 and 7
 * |      |        |                        `- hash of the topic name
 * |      |        `- topic, sanitised and cut, for people
 * |      `- hash of the connector name
 * `- prefix
 * </pre>
 *
 * <p>A label is a function of connector, topic, partitions, offsets, epoch and attempt, and of nothing else. The partitions
 * stand in it so that the next owner of one of them finds what the last owner left unfinished. Where they do not fit
 * they are widened, never left out.
 *
 * <p>Immutable and thread-safe.
 */
public final class LabelScheme {
    /** StarRocks' limit. */
    public static final int MAX_LENGTH = 128;

    private static final int MAX_TOPIC = 24;
    private static final int MAX_PARTITIONS = 46;
    private static final Pattern LABEL =
            Pattern.compile("[A-Za-z0-9]+-[0-9a-f]{8}-\\w*-(?<topic>[0-9a-f]{8})-p(?<partitions>[0-9t_]+)-.+-.+-\\d+");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9]{1,8}");

    private final String connectorPrefix;

    /**
     * @param prefix 1 to 8 letters and digits
     * @throws IllegalArgumentException for another prefix
     */
    public LabelScheme(String prefix, String connector) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a label prefix is 1 to 8 letters and digits of ASCII, found '" + prefix + "'");
        }
        this.connectorPrefix = prefix + "-" + hash(connector) + "-";
    }

    /** What all labels of the connector begin with, and nobody else's. */
    public String connectorPrefix() {
        return connectorPrefix;
    }

    /**
     * @param spans offsets by partition, not empty
     * @param epoch lower-case letters and digits, at most 10
     * @param attempt from 0
     */
    public String label(String topic, SortedMap<Integer, OffsetSpan> spans, String epoch, int attempt) {
        String offsets = spans.size() == 1 ? spans.values().iterator().next().toString() : hash(spans.toString());
        String label = connectorPrefix + readable(topic) + "-" + hash(topic) + "-p" + partitions(spans) + "-" + offsets
                + "-" + epoch + "-" + attempt;
        if (label.length() > MAX_LENGTH) {
            throw new IllegalStateException("label of " + label.length() + " characters: " + label);
        }
        return label;
    }

    /** Whether a label of this connector may hold rows of the partition. */
    public boolean concerns(String label, String topic, int partition) {
        Matcher matcher = LABEL.matcher(label);
        if (!label.startsWith(connectorPrefix) || !matcher.matches()) {
            return false;
        }
        return matcher.group("topic").equals(hash(topic)) && covers(matcher.group("partitions"), partition);
    }

    private static boolean covers(String partitions, int partition) {
        for (String run : partitions.split("_")) {
            int to = run.indexOf('t');
            int first = Integer.parseInt(to < 0 ? run : run.substring(0, to));
            int last = to < 0 ? first : Integer.parseInt(run.substring(to + 1));
            if (first <= partition && partition <= last) {
                return true;
            }
        }
        return false;
    }

    private static String partitions(SortedMap<Integer, OffsetSpan> spans) {
        List<int[]> runs = new ArrayList<>();
        for (Map.Entry<Integer, OffsetSpan> entry : spans.entrySet()) {
            int partition = entry.getKey();
            int[] lastRun = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (lastRun != null && lastRun[1] == partition - 1) {
                lastRun[1] = partition;
            } else {
                runs.add(new int[] {partition, partition});
            }
        }
        String text = text(runs);
        while (text.length() > MAX_PARTITIONS) {
            closeNarrowestGap(runs);
            text = text(runs);
        }
        return text;
    }

    private static String text(List<int[]> runs) {
        StringBuilder text = new StringBuilder();
        for (int[] run : runs) {
            text.append(text.length() == 0 ? "" : "_").append(run[0]);
            if (run[1] > run[0]) {
                text.append('t').append(run[1]);
            }
        }
        return text.toString();
    }

    private static void closeNarrowestGap(List<int[]> runs) {
        int best = 1;
        for (int i = 2; i < runs.size(); i++) {
            if (runs.get(i)[0] - runs.get(i - 1)[1] < runs.get(best)[0] - runs.get(best - 1)[1]) {
                best = i;
            }
        }
        runs.get(best - 1)[1] = runs.get(best)[1];
        runs.remove(best);
    }

    private static String readable(String topic) {
        String clean = topic.replaceAll("[^A-Za-z0-9_]", "_");
        return clean.length() <= MAX_TOPIC ? clean : clean.substring(clean.length() - MAX_TOPIC);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder hex = new StringBuilder(8);
            for (int i = 0; i < 4; i++) {
                hex.append(String.format(Locale.ROOT, "%02x", digest[i]));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
