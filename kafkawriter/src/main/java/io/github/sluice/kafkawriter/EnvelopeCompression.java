package io.github.sluice.kafkawriter;

/** What a single row goes through before it is sealed. */
enum EnvelopeCompression {
    NONE,
    ZSTD
}
