package io.github.sluice.kafkawriter;

import java.util.Locale;

/** How a sealed value is written. */
enum EnvelopeVersion {
    /** Text; every client of the first plugin reads it. */
    V1,
    /** Binary, with key id, bound to topic and record key. */
    V2;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
