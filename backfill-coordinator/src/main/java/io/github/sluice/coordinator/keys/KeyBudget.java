package io.github.sluice.coordinator.keys;

import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a key is used up, limit by limit.
 *
 * @param keyId the key's id
 * @param shares one for each limit that the key has, in the order of {@link Limit}
 */
public record KeyBudget(String keyId, List<Share> shares) {
    /** From here on the operator is warned, in percent. */
    public static final int WARN_PERCENT = 80;

    /** From here on no run begins, in percent. */
    public static final int REFUSE_PERCENT = 100;

    public KeyBudget {
        shares = List.copyOf(shares);
    }

    /** What is limited. */
    public enum Limit {
        /** Sealed records. */
        RECORDS,
        /** Nonce prefixes: starts of sealers. */
        STARTS,
        /** Seconds since the key was made. */
        AGE
    }

    /**
     * One limit.
     *
     * @param used in the limit's unit; empty for the age of a key of which nobody knows when it was made
     * @param most the limit, above 0
     */
    public record Share(Limit limit, OptionalLong used, long most) {
        /** Whole percent, rounded down, so that 100 is reached with the limit and not before; empty if it is not known. */
        public OptionalLong percent() {
            if (used.isEmpty()) {
                return OptionalLong.empty();
            }
            long value = used.getAsLong();
            return OptionalLong.of(value > Long.MAX_VALUE / 100 ? value / most * 100 : value * 100 / most);
        }

        /** Whether nothing more may be sealed. */
        public boolean isUsedUp() {
            return percent().orElse(0) >= REFUSE_PERCENT;
        }

        /** Whether it is time to rotate: the limit is near, or it cannot be watched. */
        public boolean needsCare() {
            return percent().orElse(REFUSE_PERCENT) >= WARN_PERCENT;
        }

        /** For people: the age in whole days, the rest in figures as they are. */
        public String usedText() {
            return used.isEmpty() ? "?" : inUnit(used.getAsLong());
        }

        /** As {@link #usedText}. */
        public String mostText() {
            return inUnit(most);
        }

        private String inUnit(long value) {
            return Long.toString(limit == Limit.AGE ? Duration.ofSeconds(value).toDays() : value);
        }
    }

    /**
     * How far a key is used up at a moment.
     *
     * @param use all that was ever sealed with it
     */
    public static KeyBudget of(RingKey key, KeyUse use, Instant now) {
        List<Share> shares = new ArrayList<>();
        shares.add(new Share(
                Limit.RECORDS, OptionalLong.of(use.records()), key.limits().records()));
        shares.add(new Share(
                Limit.STARTS, OptionalLong.of(use.starts()), key.limits().starts()));
        Duration age = key.limits().age();
        if (age != null) {
            shares.add(new Share(Limit.AGE, age(key.created(), now), age.toSeconds()));
        }
        return new KeyBudget(key.id(), shares);
    }

    /** A key from the future, by this machine's clock, is new. */
    private static OptionalLong age(@Nullable Instant created, Instant now) {
        return created == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, Duration.between(created, now).toSeconds()));
    }
}
