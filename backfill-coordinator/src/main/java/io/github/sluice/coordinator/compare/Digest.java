package io.github.sluice.coordinator.compare;

/** 128 bits that stand for a row. Immutable. */
record Digest(long high, long low) {
    String hex() {
        return String.format("%016x%016x", high, low);
    }

    /**
     * Reads {@link #hex()}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Digest parse(String hex) {
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("not a digest");
        }
        return new Digest(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    /** The sum modulo 2^128. */
    Digest plus(Digest other) {
        long sum = low + other.low;
        return new Digest(high + other.high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0), sum);
    }
}
