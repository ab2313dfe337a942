package io.github.sluice.coordinator.run;

import static io.github.sluice.coordinator.run.Procedure.Act.*;
import static io.github.sluice.coordinator.run.Procedure.Guard.*;
import static io.github.sluice.coordinator.run.Procedure.State.*;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.Side;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The whole procedure: what may be done to a table in which state, under which guards, to what effect, and what undoes
 * it. Everything that acts on a table asks {@link #refuseUnlessLegal} first; {@code docs/machine.md} is generated from
 * these rows. Immutable.
 *
 * @param rows in the order in which a table goes through them
 */
record Procedure(List<Row> rows) {
    /** The procedure that runs. */
    static final Procedure DECLARED = new Procedure(List.of(
            row(OPEN, Side.SOURCE)
                    .from(PLANNED, SPOILT)
                    .to(OPENED)
                    .observes("the reviewed plan files; the journal's newest attempt, the target half's words on it")
                    .effect("announces an attempt with the table's description on the control topic")
                    .undone("superseded by the next attempt's announcement"),
            row(MAKE_TABLE, Side.TARGET)
                    .from(OPENED)
                    .needs(ATTEMPT)
                    .to(TABLE_READY)
                    .observes(
                            "the table, its columns and rows; whether the journal shows that we made it; connectors of"
                                    + " earlier attempts")
                    .effect("removes our connectors of earlier attempts with their groups and loads; creates the table,"
                            + " or empties it if we made it")
                    .undone("emptied by the next attempt; dropped by nobody"),
            row(MAKE_TOPICS, Side.SOURCE)
                    .from(TABLE_READY)
                    .needs(ATTEMPT)
                    .to(TOPICS_READY)
                    .observes("both topics, their shape, whether the batch topic is empty and of this attempt")
                    .effect("makes the batch topic anew if we made it, creates what is missing")
                    .undone("the batch topic is deleted by the next attempt until it is proven, the stream topic by"
                            + " nobody"),
            row(PIN, Side.SOURCE)
                    .from(TOPICS_READY)
                    .needs(LIVE, ATTEMPT)
                    .to(CAPTURING)
                    .observes(
                            "the streamer's newest position; the table file in its folder; retention against the forecast")
                    .effect("puts the table file there, waits for the streamer, pins P0 and where the stream begins")
                    .undone("pinned anew by the next attempt; the streamer goes on"),
            row(COPY, Side.SOURCE)
                    .from(TOPICS_READY, CAPTURING)
                    .needs(ATTEMPT, PINNED)
                    .to(COPIED)
                    .observes("the attempt's manifest; a DataX that is still running; whether the batch topic is empty")
                    .effect("runs DataX once, reads the topic back, looks for DDL since P0")
                    .undone("a DataX that ended badly spoils the attempt: the next one has its own topic"),
            row(LOAD_BATCH, Side.TARGET)
                    .from(COPIED)
                    .needs(ATTEMPT, SNAPSHOT_PROVEN)
                    .to(LOADED)
                    .observes("the connector, its group's offsets, unfinished loads")
                    .effect("creates the batch connector, waits until the manifest's last offsets are committed")
                    .undone("the connector and its group are removed, the table emptied, by the next attempt"),
            row(PROVE, Side.TARGET)
                    .from(LOADED)
                    .needs(ATTEMPT, SNAPSHOT_PROVEN, DRAINED)
                    .to(VERIFIED)
                    .observes("the topic's first offsets, committed offsets, unfinished loads")
                    .effect("compares manifest, topic and StarRocks by count and content; changes nothing")
                    .undone("nothing to undo; a difference spoils the attempt"),
            row(SIGN, Side.TARGET)
                    .from(VERIFIED)
                    .needs(ATTEMPT, EQUAL)
                    .to(SIGNED_OFF)
                    .observes("a sign-off of this attempt in the journal")
                    .effect(
                            "records who let go of the batch, how, when and over which report, in the journal and on the control topic")
                    .undone("void with its attempt: the next one is signed off afresh"),
            row(LET_GO, Side.TARGET)
                    .from(SIGNED_OFF)
                    .needs(ATTEMPT, EQUAL, SIGNED)
                    .to(BATCH_GONE)
                    .observes(
                            "policy.batchTopic; whether we made topic and connector; the topic's ends, the report's hash, the group")
                    .effect(
                            "deletes the batch connector, its group and the batch topic and leaves a tombstone, or keeps them")
                    .undone("cannot be undone; the next attempt copies again"),
            row(GO_LIVE, Side.TARGET)
                    .from(BATCH_GONE)
                    .needs(LIVE, ATTEMPT, EQUAL, SIGNED, BATCH_LET_GO)
                    .to(STREAMING)
                    .observes("the stream topic's first offsets; the connector and its group; unfinished loads")
                    .effect(
                            "removes a kept batch connector, creates the stream connector where the capture began, waits"
                                    + " until it holds what MySQL held when it was asked")
                    .undone("connector and group are removed, the table emptied, by the next attempt"),
            row(CUT_OVER, Side.TARGET)
                    .from(STREAMING)
                    .needs(LIVE, ATTEMPT, STREAMED)
                    .to(IS_CUT_OVER)
                    .observes("MySQL and StarRocks row by row, the stream topic, the connector's offsets")
                    .effect("on EQUAL says CUT OVER; else changes nothing and the stream goes on")
                    .undone("nothing to undo; a difference is repaired through the stream"),
            row(DROP_BATCH, Side.TARGET)
                    .from(BATCH_GONE, STREAMING, IS_CUT_OVER)
                    .needs(ATTEMPT, EQUAL, SIGNED, BATCH_LET_GO)
                    .staying()
                    .observes("the sign-off, the report's hash, the topic's ends, whether we made it, the group")
                    .effect("deletes what run (drop) has kept, and leaves a tombstone")
                    .undone("cannot be undone; the next attempt copies again"),
            row(VERIFY, Side.BOTH)
                    .from(COPIED, LOADED, VERIFIED, SIGNED_OFF, BATCH_GONE, STREAMING, IS_CUT_OVER, SPOILT)
                    .needs(KNOWN, SNAPSHOT_PROVEN)
                    .staying()
                    .observes("whether the batch topic is still there; whether the stream has taken over")
                    .effect("compares; changes nothing")
                    .undone("nothing to undo"),
            row(REPAIR, Side.BOTH)
                    .from(STREAMING, IS_CUT_OVER)
                    .needs(KNOWN, LIVE, STREAMED)
                    .staying()
                    .observes("MySQL and StarRocks row by row, the stream topic")
                    .effect("with --apply sends rows that differ through the stream topic, never into StarRocks")
                    .undone("nothing to undo: what is sent is what MySQL holds"),
            row(RESTART, Side.BOTH)
                    .from(State.values())
                    .needs(BATCH_REPLACEABLE)
                    .to(OPENED)
                    .observes("as run; whether the batch topic is there, and ends where it was verified")
                    .effect("announces another attempt, whatever became of the last one")
                    .undone("superseded by the next attempt's announcement")));

    /** Where a table stands: how far its newest attempt has come. What undoes it is what {@code run --restart} does then. */
    enum State {
        PLANNED("no attempt has been announced", "nothing is there to undo; begins as run does"),
        OPENED("an attempt is announced", "announces another attempt"),
        TABLE_READY("the StarRocks table is there and empty", "empties the table again"),
        TOPICS_READY("batch and stream topic are there", "makes the batch topic anew; the stream topic stays"),
        CAPTURING("changes go into the stream topic, P0 is pinned", "pins a new P0; the streamer goes on meanwhile"),
        COPIED("read = acknowledged = in the batch topic", "deletes the batch topic with the snapshot, copies again"),
        LOADED("the batch topic is in StarRocks", "removes the batch connector and its group, empties the table"),
        VERIFIED("topic = StarRocks", "refused: what is proven goes by a sign-off and run (drop) first"),
        SIGNED_OFF("somebody has let go of the batch", "refused until run (drop)"),
        BATCH_GONE(
                "batch connector and topic are gone, or kept by policy",
                "empties the table, copies again; of a batch that is kept refused until drop-batch"),
        STREAMING(
                "the stream is caught up",
                "as BATCH GONE; removes the stream connector and its group before the table is emptied; StarRocks lacks"
                        + " the rows until they are copied again"),
        IS_CUT_OVER("MySQL = StarRocks while both go on", "as STREAMING"),
        SPOILT("a difference, or DDL under the copy, has spoilt the attempt", "as run: another attempt begins");

        private final String meaning;
        private final String restart;

        State(String meaning, String restart) {
            this.meaning = meaning;
            this.restart = restart;
        }

        String meaning() {
            return meaning;
        }

        /** What {@code run --restart} does to what stands then. */
        String restart() {
            return restart;
        }

        /** The name for messages and pages. */
        String word() {
            return this == IS_CUT_OVER ? "CUT OVER" : name().replace('_', ' ');
        }
    }

    /** What can be asked for: by {@code sluice run}, step after step, or by a command of its own. */
    enum Act {
        OPEN("run"),
        MAKE_TABLE(Step.TABLE),
        MAKE_TOPICS(Step.TOPICS),
        PIN(Step.CAPTURE),
        COPY(Step.SNAPSHOT),
        LOAD_BATCH(Step.LOAD),
        PROVE(Step.VERIFY),
        SIGN("signoff"),
        LET_GO(Step.DROP),
        GO_LIVE(Step.STREAM),
        CUT_OVER(Step.CUTOVER),
        DROP_BATCH("drop-batch"),
        VERIFY("verify"),
        REPAIR("repair"),
        RESTART("run --restart");

        private final String word;
        private final boolean isStep;

        Act(Step step) {
            this.word = step.word();
            this.isStep = true;
        }

        Act(String word) {
            this.word = word;
            this.isStep = false;
        }

        static Act of(Step step) {
            return Arrays.stream(values())
                    .filter(act -> act.isStep && act.word.equals(step.word()))
                    .findFirst()
                    .orElseThrow();
        }

        /** As an operator says it. */
        String word() {
            return isStep ? "run (" + word + ")" : word;
        }

        boolean isStep() {
            return isStep;
        }
    }

    /** What must hold, whatever the state says: each looks at its own evidence. */
    enum Guard {
        KNOWN("an attempt is announced", "the control topic knows no attempt at it; run it first", Standing::known),
        ATTEMPT(
                "an attempt is announced and nothing has spoilt it",
                "it has no attempt that can still end EQUAL",
                standing -> standing.known() && !standing.spoilt()),
        LIVE("the run has a streamer", "it is moved without live changes", Standing::live),
        PINNED(
                "P0 is pinned, where the run has a streamer",
                "it has no pinned position; DataX does not start without one",
                standing -> !standing.live() || standing.done(Step.CAPTURE)),
        SNAPSHOT_PROVEN(
                "the snapshot is in the topic, by count and content",
                "it has no finished snapshot",
                standing -> standing.done(Step.SNAPSHOT)),
        DRAINED("the batch is loaded", "its batch is not loaded", standing -> standing.done(Step.LOAD)),
        EQUAL(
                "the verdict of this attempt is EQUAL, or its difference was waived",
                "nothing says that its batch is EQUAL",
                Standing::equal),
        SIGNED("somebody, or the policy, has signed off this attempt", "nobody has signed it off", Standing::signedOff),
        BATCH_LET_GO(
                "the batch has been let go of",
                "its batch has not been let go of",
                standing -> standing.done(Step.DROP)),
        STREAMED("the stream is caught up", "its stream has not taken over", standing -> standing.done(Step.STREAM)),
        BATCH_REPLACEABLE(
                "no batch topic stands that was proven and that nobody has let go of",
                "its batch is proven and nobody has let go of the topic",
                standing -> !standing.batchStands());

        private final String sentence;
        private final String otherwise;
        private final Predicate<Standing> holds;

        Guard(String sentence, String otherwise, Predicate<Standing> holds) {
            this.sentence = sentence;
            this.otherwise = otherwise;
            this.holds = holds;
        }

        String sentence() {
            return sentence;
        }

        boolean holds(Standing standing) {
            return holds.test(standing);
        }
    }

    /**
     * One act.
     *
     * @param to where it leads
     * @param stays whether the table stays in its state
     * @param undone what undoes it
     */
    record Row(
            Act act,
            Side half,
            Set<State> from,
            Set<Guard> guards,
            State to,
            boolean stays,
            String observes,
            String effect,
            String undone) {
        boolean allows(Standing standing) {
            return from.contains(standing.state()) && guards.stream().allMatch(guard -> guard.holds(standing));
        }

        Row from(State... states) {
            return new Row(act, half, EnumSet.copyOf(List.of(states)), guards, to, stays, observes, effect, undone);
        }

        Row needs(Guard... all) {
            return new Row(act, half, from, EnumSet.copyOf(List.of(all)), to, stays, observes, effect, undone);
        }

        /** The same without one of its guards. */
        Row without(Guard guard) {
            Set<Guard> left = EnumSet.copyOf(guards);
            left.remove(guard);
            return new Row(act, half, from, left, to, stays, observes, effect, undone);
        }

        Row to(State state) {
            return new Row(act, half, from, guards, state, false, observes, effect, undone);
        }

        Row staying() {
            return new Row(act, half, from, guards, to, true, observes, effect, undone);
        }

        Row observes(String what) {
            return new Row(act, half, from, guards, to, stays, what, effect, undone);
        }

        Row effect(String what) {
            return new Row(act, half, from, guards, to, stays, observes, what, undone);
        }

        Row undone(String how) {
            return new Row(act, half, from, guards, to, stays, observes, effect, how);
        }
    }

    private static Row row(Act act, Side half) {
        return new Row(act, half, EnumSet.noneOf(State.class), EnumSet.noneOf(Guard.class), PLANNED, false, "", "", "");
    }

    Row row(Act act) {
        return rows.stream().filter(row -> row.act() == act).findFirst().orElseThrow();
    }

    /** The same procedure with one row in another form. */
    Procedure with(Row other) {
        return new Procedure(
                rows.stream().map(row -> row.act() == other.act() ? other : row).toList());
    }

    /** What may be asked for now, in the order of the rows. */
    List<Act> legal(Standing standing) {
        return rows.stream().filter(row -> row.allows(standing)).map(Row::act).toList();
    }

    /**
     * Refuses what the table's state, or a guard, does not allow; nothing has been changed then.
     *
     * @throws Failure with {@link ExitCode#REFUSED}, saying why, and what may be asked for instead
     */
    void refuseUnlessLegal(Act act, Standing standing) {
        Row row = row(act);
        if (row.allows(standing)) {
            return;
        }
        String why = row.guards().stream()
                .filter(guard -> !guard.holds(standing))
                .map(guard -> guard.otherwise)
                .collect(Collectors.joining(", and "));
        String states = row.from().stream().map(State::word).collect(Collectors.joining(", "));
        throw new Failure(
                ExitCode.REFUSED,
                standing.table() + ": " + act.word() + " is refused: "
                        + (why.isEmpty() ? "it belongs to " + states : why) + ". The table is "
                        + standing.state().word() + (standing.known() ? " in attempt " + standing.attempt() : "")
                        + " (" + standing.state().meaning() + "); possible now: "
                        + legal(standing).stream().map(Act::word).collect(Collectors.joining(", ")));
    }

    /** The half of a row in words. */
    static String word(Side half) {
        return half == Side.BOTH ? "either" : half.name().toLowerCase(Locale.ROOT);
    }
}
