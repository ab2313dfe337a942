package io.github.sluice.coordinator;

/** Which Sluice this is; a report says by which one it was made. */
public final class Version {
    /** As in the name of the released archive. */
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
