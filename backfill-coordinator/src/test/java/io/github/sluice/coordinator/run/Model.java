package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.run.Procedure.Act;
import io.github.sluice.coordinator.settings.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One table of a live run, both halves and their servers, as small as the guarantees allow. Rows are known by the attempt
 * that copied them only: a set of attempts is a bit mask. Immutable; {@code violation} is the first guarantee that broke.
 */
record Model(Source source, Target target, Words words, ModelServers servers, String violation) {
    /** What becomes of a process in a step. */
    enum Fate {
        WELL,
        KILLED_AFTER_ITS_EFFECT,
        ANSWER_LOST,
        KILLED_BEFORE_ITS_WORD
    }

    /** The source half's journal. */
    record Source(int attempt, int done, boolean spoilt) {}

    /** The target half's journal, of the attempt that it goes by. */
    record Target(int attempt, int done, boolean equal, boolean signed, boolean spoilt) {}

    /**
     * The control topic.
     *
     * @param done by step, the attempt whose word of success is the newest; 0 for none
     * @param spoilt the attempt that somebody has said to be spoilt
     * @param held the attempt that was said to be proven while no other was announced
     * @param gone the attempt whose batch topic was said to be gone
     */
    record Words(int announced, List<Integer> done, int equal, int signed, int spoilt, int held, int gone) {
        Words announcing(int attempt) {
            return new Words(attempt, done, equal, signed, spoilt, held, gone);
        }

        Words signedOff(int attempt) {
            return new Words(announced, done, equal, attempt, spoilt, held, gone);
        }

        Words spoiling(int attempt) {
            return new Words(announced, done, equal, signed, attempt, held, gone);
        }
    }

    static Model beginning() {
        List<Integer> none = Collections.nCopies(Step.values().length, 0);
        return new Model(
                new Source(0, 0, false),
                new Target(0, 0, false, false, false),
                new Words(0, none, 0, 0, 0, 0, 0),
                new ModelServers(0, 0, false, false, 0, false, 0, false, 0, false, 0, 0),
                "");
    }

    private static int bit(int n) {
        return 1 << n;
    }

    private static boolean has(int set, Step step) {
        return (set & bit(step.ordinal())) != 0;
    }

    private boolean said(Step step, int attempt) {
        return attempt > 0 && words.done().get(step.ordinal()) == attempt;
    }

    /** What a half knows, as {@link Standing#of} has it. */
    Standing standing(Side half) {
        boolean here = half == Side.SOURCE;
        int attempt = here ? source.attempt() : target.attempt();
        int own = here ? source.done() : target.done();
        Set<Step> done = EnumSet.noneOf(Step.class);
        for (Step step : Step.values()) {
            if (step.half() == half ? has(own, step) : said(step, attempt)) {
                done.add(step);
            }
        }
        boolean equal = here
                ? done.contains(Step.VERIFY) && words.equal() == attempt
                : done.contains(Step.VERIFY) && target.equal();
        return new Standing(
                "orders",
                attempt,
                true,
                done,
                equal,
                (!here && target.signed()) || (attempt > 0 && words.signed() == attempt),
                (here ? source.spoilt() : target.spoilt()) || (attempt > 0 && words.spoilt() == attempt),
                attempt > 0 && words.gone() == attempt);
    }

    // what the halves do

    /** The source half begins: another attempt where the last one is over, else the same one again. */
    Model begins(Procedure procedure, boolean afresh) {
        Act act = afresh ? Act.RESTART : Act.OPEN;
        if (!procedure.row(act).allows(standing(Side.SOURCE))) {
            return this;
        }
        int next = words.announced() + 1;
        return new Model(new Source(next, 0, false), target, words.announcing(next), servers, violation);
    }

    /** The target half begins, or sees that its attempt is superseded. */
    Model follows() {
        return words.announced() == target.attempt()
                ? this
                : new Model(source, new Target(words.announced(), 0, false, false, false), words, servers, violation);
    }

    /** A batch is let go of by hand, after the step. */
    Model dropsBatch() {
        Model dropped = effect(Step.DROP);
        return dropped.violation().isEmpty() ? dropped.tells(Step.DROP) : dropped;
    }

    /** The step, where the policy keeps the topic. */
    Model keepsBatch() {
        return isDone(Step.DROP) ? this : notes(Step.DROP).tells(Step.DROP);
    }

    boolean isDone(Step step) {
        return has(step.half() == Side.SOURCE ? source.done() : target.done(), step);
    }

    /** Performs a step, or says again what became of it. */
    Model performs(Step step, Fate fate) {
        if (isDone(step)) {
            return fate == Fate.WELL ? tells(step) : this;
        }
        Model acted = effect(step);
        boolean ended = acted.isOver(step);
        if (acted.spoiltNow(this) || !ended || fate == Fate.KILLED_AFTER_ITS_EFFECT || fate == Fate.ANSWER_LOST) {
            return acted;
        }
        Model noted = acted.notes(step);
        return fate == Fate.KILLED_BEFORE_ITS_WORD ? noted : noted.tells(step);
    }

    private boolean spoiltNow(Model before) {
        return source.spoilt() && !before.source.spoilt() || target.spoilt() && !before.target.spoilt();
    }

    /** Whether the effect has come to its end, so that the step is done. */
    private boolean isOver(Step step) {
        return switch (step) {
            case SNAPSHOT -> servers.whole() && servers.topicRows() == bit(source.attempt());
            case LOAD -> !servers.connectorFailed();
            case CUTOVER -> !servers.damaged();
            default -> true;
        };
    }

    private Model notes(Step step) {
        int done = bit(step.ordinal());
        return step.half() == Side.SOURCE
                ? new Model(
                        new Source(source.attempt(), source.done() | done, source.spoilt()),
                        target,
                        words,
                        servers,
                        violation)
                : new Model(
                        source,
                        new Target(
                                target.attempt(),
                                target.done() | done,
                                target.equal() || step == Step.VERIFY,
                                target.signed(),
                                target.spoilt()),
                        words,
                        servers,
                        violation);
    }

    private Model tells(Step step) {
        int attempt = step.half() == Side.SOURCE ? source.attempt() : target.attempt();
        List<Integer> done = new ArrayList<>(words.done());
        done.set(step.ordinal(), attempt);
        return new Model(
                source,
                target,
                new Words(
                        words.announced(),
                        List.copyOf(done),
                        step == Step.VERIFY ? attempt : words.equal(),
                        words.signed(),
                        words.spoilt(),
                        step == Step.VERIFY && attempt == words.announced() ? attempt : words.held(),
                        step == Step.DROP && servers.topic() != attempt ? attempt : words.gone()),
                servers,
                violation);
    }

    Model signsOff() {
        if (target.signed()) {
            return this;
        }
        int attempt = target.attempt();
        ModelServers.Change to = servers.but();
        to.signedOff = attempt;
        return new Model(
                source,
                new Target(attempt, target.done(), target.equal(), true, target.spoilt()),
                words.signedOff(attempt),
                to.made(),
                violation);
    }

    // what a step does to the servers, and what must be true then

    private Model effect(Step step) {
        ModelServers.Change to = servers.but();
        int of = step.half() == Side.SOURCE ? source.attempt() : target.attempt();
        switch (step) {
            case TABLE -> {
                // connectors of earlier attempts only, as the journal knows them
                to.batchConnector = servers.batchConnector() == of ? of : 0;
                to.streamConnector = servers.streamConnector() == of ? of : 0;
                to.tableRows = 0;
                to.damaged = false;
            }
            case TOPICS -> {
                boolean anothers = servers.topic() != 0 && servers.topic() != of;
                if (anothers && servers.topic() == words.held() && servers.topic() != words.spoilt()) {
                    return violated("another attempt took a proven batch topic away");
                }
                to.topic = of;
                to.topicRows = 0;
                to.whole = false;
                to.eaten = false;
            }
            case CAPTURE -> to.ddl = false;
            case SNAPSHOT -> {
                if (!has(source.done(), Step.CAPTURE)) {
                    return violated("a snapshot began without P0");
                }
                if (servers.topicRows() != 0 && !servers.whole()) {
                    return spoilsSource(); // of a DataX that was killed
                }
                to.topicRows |= bit(of);
                to.whole = true;
                if (servers.ddl()) {
                    return new Model(source, target, words, to.made(), violation).spoilsSource();
                }
            }
            case LOAD -> {
                to.batchConnector = of;
                to.tableRows |= servers.topicRows();
            }
            case VERIFY -> {
                int rows = servers.topicRows() | servers.tableRows();
                if ((rows & ~bit(of)) != 0) {
                    return violated("data of two attempts was compared");
                }
                if (!isEqual(of)) {
                    return spoilsTarget();
                }
                to.provenEqual = of;
            }
            case DROP -> {
                if (servers.topic() != 0 && servers.topic() != of) {
                    return violated("the topic of another attempt was taken away");
                }
                if (servers.provenEqual() != of || servers.signedOff() != of) {
                    return violated("the batch topic went without EQUAL and a sign-off");
                }
                to.topic = 0;
                to.topicRows = 0;
                to.batchConnector = 0;
            }
            case STREAM -> {
                if (servers.provenEqual() != of || servers.signedOff() != of) {
                    return violated("the stream was applied before the batch was complete, verified and signed off");
                }
                to.batchConnector = 0;
                to.streamConnector = of;
            }
            case CUTOVER -> {
                if (servers.provenEqual() != of || servers.streamConnector() != of) {
                    return violated("CUT OVER without EQUAL and a stream");
                }
            }
        }
        return new Model(source, target, words, to.made(), violation);
    }

    private boolean isEqual(int attempt) {
        return servers.whole()
                && !servers.eaten()
                && !servers.damaged()
                && servers.topicRows() == bit(attempt)
                && servers.tableRows() == bit(attempt);
    }

    private Model violated(String what) {
        return new Model(source, target, words, servers, what);
    }

    private Model spoilsSource() {
        return new Model(
                new Source(source.attempt(), source.done(), true),
                target,
                words.spoiling(source.attempt()),
                servers,
                violation);
    }

    private Model spoilsTarget() {
        return new Model(
                source,
                new Target(target.attempt(), target.done(), target.equal(), target.signed(), true),
                words.spoiling(target.attempt()),
                servers,
                violation);
    }

    // what befalls the servers

    Model dataxIsKilled() {
        // half of the rows are in the topic when its sluice and DataX die
        boolean copying = servers.topic() == source.attempt()
                && source.attempt() > 0
                && has(source.done(), Step.CAPTURE)
                && servers.topicRows() == 0;
        if (!copying) {
            return this;
        }
        ModelServers.Change to = servers.but();
        to.topicRows = bit(source.attempt());
        return new Model(source, target, words, to.made(), violation);
    }

    Model ddl() {
        ModelServers.Change to = servers.but();
        to.ddl = true;
        return new Model(source, target, words, to.made(), violation);
    }

    Model retention() {
        ModelServers.Change to = servers.but();
        to.eaten = servers.topicRows() != 0;
        return new Model(source, target, words, to.made(), violation);
    }

    Model connectorFails(boolean failed) {
        ModelServers.Change to = servers.but();
        to.connectorFailed = failed;
        return new Model(source, target, words, to.made(), violation);
    }

    /** A batch connector that nobody watches loads what it finds. */
    Model connectorGoesOn() {
        ModelServers.Change to = servers.but();
        if (servers.batchConnector() != 0) {
            to.tableRows |= servers.topicRows();
        }
        return new Model(source, target, words, to.made(), violation);
    }

    Model starRocksLosesARow() {
        ModelServers.Change to = servers.but();
        to.damaged = servers.tableRows() != 0;
        return new Model(source, target, words, to.made(), violation);
    }
}
