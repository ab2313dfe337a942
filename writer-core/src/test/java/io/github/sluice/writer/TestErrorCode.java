package io.github.sluice.writer;

/** The codes of a writer that exists in tests alone. */
enum TestErrorCode implements WriterErrorCode {
    SETTINGS,
    SECRET,
    COLUMN_COUNT,
    COUNTS_DIFFER,
    MANIFEST;

    @Override
    public String getCode() {
        return "Test-" + name();
    }

    @Override
    public String getDescription() {
        return name();
    }

    @Override
    public String toString() {
        return "Code:[" + getCode() + "]";
    }
}
