package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The road of one table, in order. Names and numbers are stable: they are options, control records and journal rows.
 * The live steps belong to a run with a streamer; without one the road ends with the batch topic.
 */
public enum Step {
    /** Create or empty the StarRocks table. */
    TABLE(1, Side.TARGET, false),
    /** Create the batch topic, empty, and the stream topic. */
    TOPICS(2, Side.SOURCE, false),
    /** Have the binlog captured into the stream topic and pin the position P0. */
    CAPTURE(3, Side.SOURCE, true),
    /** DataX from MySQL into the batch topic; read = acknowledged = in the topic; nothing changed the table's shape. */
    SNAPSHOT(4, Side.SOURCE, false),
    /** The batch connector from the topic into StarRocks, until drained. */
    LOAD(5, Side.TARGET, false),
    /** Topic = StarRocks, by count and by content. */
    VERIFY(6, Side.TARGET, false),
    /** Drop connector, topic and group, or keep them by policy. */
    DROP(6, Side.TARGET, false),
    /** After the sign-off: the stream connector, until it holds all that MySQL held when it was asked. */
    STREAM(7, Side.TARGET, true),
    /** MySQL = StarRocks, row by row while both go on; then the table is cut over. */
    CUTOVER(7, Side.TARGET, true);

    private final int number;
    private final Side half;
    private final boolean live;

    Step(int number, Side half, boolean live) {
        this.number = number;
        this.half = half;
        this.live = live;
    }

    /** Its number among the seven; verifying and dropping are one, and so are streaming and cutting over. */
    public int number() {
        return number;
    }

    /** The half that acts. */
    public Side half() {
        return half;
    }

    /** Whether it is part of a run with a streamer only. */
    public boolean live() {
        return live;
    }

    /** The name in options, records and journal. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The steps that a run performs, in order.
     *
     * @param streaming whether it has a streamer
     */
    public static List<Step> ofRun(boolean streaming) {
        return Arrays.stream(values()).filter(step -> streaming || !step.live).toList();
    }

    /** The step after which a run has nothing left to do. */
    public static Step last(boolean streaming) {
        return streaming ? CUTOVER : DROP;
    }
}
