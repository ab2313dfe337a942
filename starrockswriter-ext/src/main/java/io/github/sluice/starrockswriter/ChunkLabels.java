package io.github.sluice.starrockswriter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/**
 * The labels of one task's loads, at most 128 characters of {@code [-\w]} (StarRocks' {@code ^[-\w]{1,128}$}):
 *
 * <pre>
 * sluice-orders_2026-5be1c0a4d2f7-t0-r500001n500000-9f2c1d40aa37e815
 * |      |           |            |  |              `- hash of the rows and of the epoch
 * |      |           |            |  `- the first row's position in the task, and how many rows
 * |      |           |            `- task
 * |      |           `- hash of run, attempt, database and table
 * |      `- run, sanitised and cut, for people
 * `- prefix
 * </pre>
 *
 * <p>A function of these and of nothing else: a load that is sent again, by this process or by the same job started again,
 * has the same label, and StarRocks takes it once. The content is in it because a label that is visible already counts as
 * loaded: were the source changed in between, other rows must not pass for these. Immutable, thread-safe.
 */
final class ChunkLabels {
    static final int LONGEST_PREFIX = 24;
    private static final int LONGEST_RUN = 16;
    private static final int RUN_HASH_BYTES = 6;
    private static final int CONTENT_HASH_BYTES = 8;

    private final String runPrefix;
    private final int task;
    private final String epoch;

    /**
     * @param prefix at most {@link #LONGEST_PREFIX} of {@code [-\w]}
     * @param epoch empty where an earlier start of the same run and attempt counts
     */
    ChunkLabels(String prefix, String runId, int attempt, String database, String table, int task, String epoch) {
        this.runPrefix = runPrefix(prefix, runId, attempt, database, table);
        this.task = task;
        this.epoch = epoch;
    }

    /** What the labels of all tasks of a run begin with, and of every start of it. */
    static String runPrefix(String prefix, String runId, int attempt, String database, String table) {
        MessageDigest digest = sha256();
        for (String part : new String[] {runId, Integer.toString(attempt), database, table}) {
            update(digest, part.getBytes(StandardCharsets.UTF_8));
        }
        String readable = runId.replaceAll("[^A-Za-z0-9_]", "_");
        int from = Math.max(0, readable.length() - LONGEST_RUN);
        return prefix + "-" + readable.substring(from) + "-" + hex(digest.digest(), RUN_HASH_BYTES) + "-";
    }

    /** @param rows not empty */
    String label(List<ChunkRow> rows) {
        MessageDigest digest = sha256();
        update(digest, epoch.getBytes(StandardCharsets.UTF_8));
        for (ChunkRow row : rows) {
            update(digest, row.json);
        }
        return runPrefix + "t" + task + "-r" + rows.get(0).position + "n" + rows.size() + "-"
                + hex(digest.digest(), CONTENT_HASH_BYTES);
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    private static String hex(byte[] digest, int bytes) {
        StringBuilder hex = new StringBuilder(2 * bytes);
        for (int i = 0; i < bytes; i++) {
            hex.append(String.format(Locale.ROOT, "%02x", digest[i]));
        }
        return hex.toString();
    }
}
