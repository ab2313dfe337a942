package io.github.sluice.benchmarks.writer;

import java.util.Map;

/** How our writer writes a row. */
public enum Form {
    /** JSON in clear. */
    PLAIN("plain", 0, Map.of()),
    /** Each row in an envelope of version 1: hex in JSON. */
    V1("v1", 16, Map.of("envelope", "v1")),
    /** Each row in an envelope of version 2: binary. */
    V2("v2", 12, Map.of("envelope", "v2")),
    /** Many rows compressed together in one envelope of version 2. */
    FRAMED("framed", 12, Map.of("envelope", "v2", "frame", Map.of("rows", 1000)));

    private final String word;
    private final int nonceBytes;
    private final Map<String, Object> parameters;

    Form(String word, int nonceBytes, Map<String, Object> parameters) {
        this.word = word;
        this.nonceBytes = nonceBytes;
        this.parameters = parameters;
    }

    boolean isSealed() {
        return nonceBytes > 0;
    }

    int nonceBytes() {
        return nonceBytes;
    }

    /** Of the writer, beside those that every form has. */
    Map<String, Object> parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return word;
    }
}
