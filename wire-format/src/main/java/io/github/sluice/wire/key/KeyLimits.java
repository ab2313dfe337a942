package io.github.sluice.wire.key;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much one data key may be used before another has to take its place. RATIONALE.md, "Nonces", argues the defaults. Immutable. */
public final class KeyLimits {
    /** NIST SP 800-38D, section 8.3. */
    public static final long MAX_RECORDS = 1L << 32;

    /** Random 8-byte prefixes of nonces: two of so many agree with a probability of less than 2^-32, section 8. */
    public static final long MAX_STARTS = 1L << 16;

    /** What a key has that names none: the records and starts above, any age. */
    public static final KeyLimits DEFAULT = new KeyLimits(MAX_RECORDS, MAX_STARTS, null);

    private final long records;
    private final long starts;
    private final @Nullable Duration age;

    /**
     * @param records sealed records, 1 to {@link #MAX_RECORDS}
     * @param starts sealers started, 1 to {@link #MAX_STARTS}
     * @param age null for any
     * @throws IllegalArgumentException if a limit is lower than one or weaker than the default
     */
    public KeyLimits(long records, long starts, @Nullable Duration age) {
        if (records < 1 || records > MAX_RECORDS) {
            throw new IllegalArgumentException("maxRecords is 1 to " + MAX_RECORDS + ", found " + records);
        }
        if (starts < 1 || starts > MAX_STARTS) {
            throw new IllegalArgumentException("maxStarts is 1 to " + MAX_STARTS + ", found " + starts);
        }
        if (age != null && (age.isNegative() || age.isZero())) {
            throw new IllegalArgumentException("maxAgeDays is 1 or more, found " + age.toDays());
        }
        this.records = records;
        this.starts = starts;
        this.age = age;
    }

    public long records() {
        return records;
    }

    public long starts() {
        return starts;
    }

    /** Null for any. */
    public @Nullable Duration age() {
        return age;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyLimits
                && ((KeyLimits) other).records == records
                && ((KeyLimits) other).starts == starts
                && Objects.equals(((KeyLimits) other).age, age);
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, starts, age);
    }
}
