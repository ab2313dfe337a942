package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.compare.Exchange.Direction;
import io.github.sluice.coordinator.compare.Exchange.Message;
import io.github.sluice.coordinator.compare.Wording.Ask;
import io.github.sluice.coordinator.plan.TableSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's side, asked over the exchange. Questions are numbered; every answer is waited for, so that the asking half never
 * runs ahead by more than one chunk. One thread.
 */
final class RemoteSource implements SourceSide {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Exchange exchange;
    private final Wording wording;
    private final TableSpec spec;
    private final String session;
    private final Duration patience;
    private final Clock clock;
    private final Runnable waiting;
    /** Questions whose answers are still wanted. */
    private final Set<Integer> wanted = new HashSet<>();

    private final Map<Integer, Map<String, @Nullable Object>> answers = new HashMap<>();
    private int asked;
    private long estimate;
    private @Nullable Coming coming;

    /** A chunk that was asked for ahead. */
    private record Coming(int number, @Nullable RowKey after, int limit) {}

    /**
     * @param session random name of the comparison
     * @param waiting called while an answer is not there yet
     */
    RemoteSource(
            Exchange exchange,
            KeyOrder order,
            TableSpec spec,
            String session,
            Duration patience,
            Clock clock,
            Runnable waiting) {
        this.exchange = exchange;
        this.wording = new Wording(order);
        this.spec = spec;
        this.session = session;
        this.patience = patience;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** Opens the session; the other half's digests are keyed by its name from here on. */
    void hello() {
        Map<String, @Nullable Object> question = Wording.question(Ask.HELLO);
        question.put("version", Wording.VERSION);
        question.put("table", SourceDesk.digestOf(spec));
        estimate = Wording.number(ask(question).get("estimate"));
    }

    @Override
    public long estimate() {
        return estimate;
    }

    @Override
    public Chunk chunk(@Nullable RowKey after, int limit) {
        Coming ahead = coming;
        coming = null;
        if (ahead != null && ahead.limit() == limit && Objects.equals(ahead.after(), after)) {
            return wording.chunk(await(ahead.number(), patience));
        }
        if (ahead != null) {
            wanted.remove(ahead.number());
            answers.remove(ahead.number());
        }
        return wording.chunk(await(post(chunkQuestion(after, limit)), patience));
    }

    @Override
    public void chunkComes(@Nullable RowKey after, int limit) {
        coming = new Coming(post(chunkQuestion(after, limit)), after, limit);
    }

    private Map<String, @Nullable Object> chunkQuestion(@Nullable RowKey after, int limit) {
        Map<String, @Nullable Object> question = Wording.question(Ask.CHUNK);
        question.put("after", wording.key(after));
        question.put("limit", (long) limit);
        return question;
    }

    @Override
    public Listed rows(@Nullable RowKey after, @Nullable RowKey upto) {
        Map<String, @Nullable Object> question = Wording.question(Ask.ROWS);
        question.put("after", wording.key(after));
        question.put("upto", wording.key(upto));
        return wording.listed(ask(question));
    }

    @Override
    public Look look(Collection<RowKey> keys, boolean columns) {
        Map<String, @Nullable Object> question = Wording.question(Ask.LOOK);
        question.put("keys", wording.keys(keys));
        question.put("columns", columns);
        return wording.look(ask(question));
    }

    /**
     * Has rows sent anew.
     *
     * @param target what StarRocks holds under the keys, as JSON; nothing is sent without {@code apply}
     */
    Map<RowKey, Repair.Action> repair(Collection<RowKey> keys, Map<RowKey, String> target, boolean apply) {
        List<Object> rows = new ArrayList<>();
        target.forEach((key, row) -> rows.add(List.of(key.list(), row)));
        Map<String, @Nullable Object> question = Wording.question(Ask.REPAIR);
        question.put("apply", apply);
        question.put("keys", wording.keys(keys));
        question.put("rows", rows);
        return wording.actions(ask(question));
    }

    /** Tells the verdict and waits until it was heard. */
    void end(Comparison comparison, Duration within) {
        Map<String, @Nullable Object> question = Wording.question(Ask.END);
        question.put("comparison", Wording.comparison(comparison));
        await(post(question), within);
    }

    private Map<String, @Nullable Object> ask(Map<String, @Nullable Object> question) {
        return await(post(question), patience);
    }

    private int post(Map<String, @Nullable Object> question) {
        int number = ++asked;
        wanted.add(number);
        exchange.send(new Message(session, Direction.QUESTION, number, question), "0");
        return number;
    }

    private Map<String, @Nullable Object> await(int number, Duration within) {
        Instant end = clock.instant().plus(within);
        while (true) {
            Map<String, @Nullable Object> answer = answers.remove(number);
            if (answer != null) {
                wanted.remove(number);
                Wording.throwIfFailed(answer);
                return answer;
            }
            for (Message message : exchange.poll(POLL)) {
                if (message.session().equals(session)
                        && message.direction() == Direction.ANSWER
                        && wanted.contains(message.number())) {
                    answers.putIfAbsent(message.number(), message.body());
                }
            }
            waiting.run();
            if (!answers.containsKey(number) && clock.instant().isAfter(end)) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        spec.target() + ": the source half has not answered for " + within.toSeconds() + " s"
                                + (exchange.unopened() == 0
                                        ? ""
                                        : "; " + exchange.unopened()
                                                + " records do not open: has the other half another key?"));
            }
        }
    }
}
