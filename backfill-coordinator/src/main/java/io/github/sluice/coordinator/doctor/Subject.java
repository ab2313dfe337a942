package io.github.sluice.coordinator.doctor;

import java.util.Locale;

/** What is looked at, in the order in which it is reported. */
public enum Subject {
    MYSQL,
    KAFKA,
    CONNECT,
    STARROCKS,
    /** This machine: key, folders, programs. */
    MACHINE;

    /** Begins the ids of its checks. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
