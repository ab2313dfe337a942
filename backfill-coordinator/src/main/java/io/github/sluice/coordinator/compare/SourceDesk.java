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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about MySQL's side. The exchange itself is its memory: a desk that is opened again reads the exchange
 * from its beginning, takes the newest session and answers what is not answered yet. One thread.
 */
final class SourceDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SourceDesk.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Makes what answers a session: digests are keyed by its name. */
    interface Opener {
        Answering open(String session);
    }

    /** What answers one session. */
    interface Answering {
        SourceSide side();

        /** Answers a question of repair. */
        Map<String, @Nullable Object> repair(Map<String, @Nullable Object> question);
    }

    private final Exchange exchange;
    private final Wording wording;
    private final TableSpec spec;
    private final Opener opener;
    private final LiveLimits limits;
    private final Clock clock;
    private final TreeMap<Integer, Map<String, @Nullable Object>> open = new TreeMap<>();
    private final Set<Integer> answered = new HashSet<>();
    private String session = "";
    private @Nullable Answering answering;

    SourceDesk(Exchange exchange, KeyOrder order, TableSpec spec, Opener opener, LiveLimits limits, Clock clock) {
        this.exchange = exchange;
        this.wording = new Wording(order);
        this.spec = spec;
        this.opener = opener;
        this.limits = limits;
        this.clock = clock;
    }

    /** A short name of columns and key, by which the halves know that they speak of the same table. */
    static String digestOf(TableSpec spec) {
        return UUID.nameUUIDFromBytes(
                        (spec.columns() + " " + spec.key()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Answers until a verdict was told, or nobody will ask any more.
     *
     * @param replayed whether all that stood in the exchange at the beginning has been read
     */
    Optional<Comparison> serve(BooleanSupplier replayed, BooleanSupplier over, CompareProgress progress) {
        Instant lastSign = clock.instant();
        while (true) {
            for (Message message : exchange.poll(open.isEmpty() ? POLL : Duration.ZERO)) {
                hear(message);
                lastSign = clock.instant();
            }
            if (replayed.getAsBoolean() && !open.isEmpty()) {
                Map.Entry<Integer, Map<String, @Nullable Object>> next = open.pollFirstEntry();
                Map<String, @Nullable Object> answer = answer(next.getValue());
                exchange.send(
                        new Message(session, Direction.ANSWER, next.getKey(), answer),
                        UUID.randomUUID().toString());
                answered.add(next.getKey());
                lastSign = clock.instant();
                if (Wording.ask(next.getValue()) == Ask.END) {
                    return Optional.of(verdict(next.getValue()));
                }
            } else if (over.getAsBoolean()) {
                return Optional.empty();
            } else if (clock.instant().isAfter(lastSign.plus(limits.patience()))) {
                throw new Failure(
                        ExitCode.UNKNOWN,
                        spec.target() + ": the target half has asked nothing for "
                                + limits.patience().toSeconds() + " s");
            } else {
                progress.waiting();
            }
        }
    }

    private void hear(Message message) {
        boolean question = message.direction() == Direction.QUESTION;
        if (question
                && "HELLO".equals(message.body().get("ask"))
                && !message.session().equals(session)) {
            LOG.info("{}: comparison {} begins", spec.target(), message.session());
            session = message.session();
            answering = null;
            open.clear();
            answered.clear();
        }
        if (!message.session().equals(session)) {
            return;
        }
        if (!question) {
            answered.add(message.number());
            open.remove(message.number());
        } else if (!answered.contains(message.number())) {
            open.put(message.number(), message.body());
        }
    }

    private Map<String, @Nullable Object> answer(Map<String, @Nullable Object> question) {
        if (Wording.ask(question) == Ask.END) {
            return new LinkedHashMap<>();
        }
        try {
            Answering at = answering;
            if (at == null) {
                at = opener.open(session);
                answering = at;
            }
            return answer(Wording.ask(question), question, at);
        } catch (Failure failure) {
            LOG.warn("{}: a question cannot be answered", spec.target(), failure);
            return Wording.failed(failure);
        } catch (RuntimeException e) {
            LOG.error("{}: a question cannot be answered", spec.target(), e);
            return Wording.failed(new Failure(ExitCode.UNKNOWN, "the source half failed: " + e, e));
        }
    }

    private Map<String, @Nullable Object> answer(Ask ask, Map<String, @Nullable Object> question, Answering at) {
        return switch (ask) {
            case HELLO -> hello(question, at);
            case CHUNK ->
                wording.chunk(at.side()
                        .chunk(wording.key(question.get("after")), (int) Wording.number(question.get("limit"))));
            case ROWS ->
                wording.listed(at.side().rows(wording.key(question.get("after")), wording.key(question.get("upto"))));
            case LOOK ->
                wording.look(at.side()
                        .look(wording.keys(question.get("keys")), Boolean.TRUE.equals(question.get("columns"))));
            case REPAIR -> at.repair(question);
            case END -> throw new IllegalStateException("answered already");
        };
    }

    private Map<String, @Nullable Object> hello(Map<String, @Nullable Object> question, Answering at) {
        if (!Long.valueOf(Wording.VERSION).equals(question.get("version"))
                || !digestOf(spec).equals(question.get("table"))) {
            throw new Failure(
                    ExitCode.REFUSED,
                    spec.target() + ": the halves do not speak of the same table or are of different versions");
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("estimate", at.side().estimate());
        return answer;
    }

    private static Comparison verdict(Map<String, @Nullable Object> question) {
        if (question.get("comparison") instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            map.forEach((name, value) -> body.put(String.valueOf(name), value));
            return Wording.comparison(body);
        }
        throw new IllegalArgumentException("a verdict is missing");
    }
}
