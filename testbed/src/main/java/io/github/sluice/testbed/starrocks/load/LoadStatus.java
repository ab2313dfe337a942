package io.github.sluice.testbed.starrocks.load;

/** Status names of a backend; a plain load's reply knows only Success, Publish Timeout, Label Already Exists, Fail. */
enum LoadStatus {
    OK("Success"),
    LABEL_ALREADY_EXISTS("Label Already Exists"),
    PUBLISH_TIMEOUT("Publish Timeout"),
    TXN_NOT_EXISTS("Fail"),
    TXN_IN_PROCESSING("Fail"),
    ABORTED("Fail"),
    INTERNAL_ERROR("Fail"),
    ANALYSIS_ERROR("Fail"),
    INVALID_ARGUMENT("Fail"),
    DATA_QUALITY_ERROR("Fail"),
    CANCELLED("Fail"),
    NOT_IMPLEMENTED_ERROR("Fail");

    private final String plainName;

    LoadStatus(String plainName) {
        this.plainName = plainName;
    }

    /** The {@code Status} of a plain load's reply. */
    String plainName() {
        return plainName;
    }
}
