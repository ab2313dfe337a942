package io.github.sluice.coordinator;

/**
 * What a command tells a scheduler beside its exit code, with {@code --ds}. Every command prints every one of them on every
 * path, because DolphinScheduler forgets a declared parameter that was not set. Stable: workflows branch on them.
 */
public enum TaskValue {
    /** {@code EQUAL}, {@code DIFF}, {@code UNKNOWN}, {@code NONE}, or a word of the command's own (docs/dolphinscheduler.md). */
    VERDICT("sluiceVerdict", "UNKNOWN"),
    /** The command's exit code. */
    EXIT_CODE("sluiceExitCode", "30"),
    /** How many tables it looked at. */
    TABLES("sluiceTables", "0"),
    /** Those that did not get through, by their names in StarRocks, with commas between; {@code -} for none. */
    FAILED_TABLES("sluiceFailedTables", "-"),
    /** Rows of these tables in StarRocks that were compared. */
    ROWS("sluiceRows", "0");

    private final String key;
    private final String unknown;

    TaskValue(String key, String unknown) {
        this.key = key;
        this.unknown = unknown;
    }

    /** The name under which a scheduler has it. */
    public String key() {
        return key;
    }

    /** What stands there before a command has said anything; never empty, for 2.0.9 fails on an empty value. */
    public String unknown() {
        return unknown;
    }
}
