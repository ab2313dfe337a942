package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The road of one table, in order. Names and numbers are stable: they are options, control records and journal rows.
 * Steps of the binlog side have their place here and are not part of a backfill run yet.
 */
public enum Step {
    /** Create or empty the StarRocks table. */
    TABLE(1, Side.TARGET, true),
    /** Create the batch topic, empty. */
    TOPICS(2, Side.SOURCE, true),
    /** Capture the binlog into the stream topic and pin its position. */
    CAPTURE(3, Side.SOURCE, false),
    /** DataX from MySQL into the batch topic; read = acknowledged = in the topic. */
    SNAPSHOT(4, Side.SOURCE, true),
    /** The batch connector from the topic into StarRocks, until drained. */
    LOAD(5, Side.TARGET, true),
    /** Topic = StarRocks, by count and by content. */
    VERIFY(6, Side.TARGET, true),
    /** Drop connector, topic and group, or keep them by policy. */
    DROP(6, Side.TARGET, true),
    /** The stream connector, until caught up; then cut over. */
    STREAM(7, Side.TARGET, false);

    private final int number;
    private final Side half;
    private final boolean partOfRun;

    Step(int number, Side half, boolean partOfRun) {
        this.number = number;
        this.half = half;
        this.partOfRun = partOfRun;
    }

    /** Its number among the seven; verifying and dropping are one. */
    public int number() {
        return number;
    }

    /** The half that acts. */
    public Side half() {
        return half;
    }

    /** Whether {@code sluice run} performs it today. */
    public boolean partOfRun() {
        return partOfRun;
    }

    /** The name in options, records and journal. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The steps that a run performs. */
    public static List<Step> ofRun() {
        return Arrays.stream(values()).filter(Step::partOfRun).toList();
    }
}
