package io.github.sluice.kafkawriter;

/** How a row becomes the bytes of a record's value. */
enum WriteType {
    /** Columns joined by a delimiter, as {@link TextRows} says. */
    TEXT,
    /** One JSON object, as the wire format's row codec says. */
    JSON
}
