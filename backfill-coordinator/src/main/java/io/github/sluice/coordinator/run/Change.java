package io.github.sluice.coordinator.run;

import java.util.Locale;

/** One request that changes something outside of the coordinator, as a dry run foretells it. */
record Change(Kind kind, String name) {
    /** What is done to something. */
    enum Kind {
        CANCEL_LOADS,
        CREATE_DATABASE,
        CREATE_TABLE,
        EMPTY_TABLE,
        CREATE_TOPIC,
        DELETE_TOPIC,
        PUT_TABLE_FILE,
        REMOVE_TABLE_FILE,
        START_DATAX,
        PUT_CONNECTOR,
        RESTART_CONNECTOR,
        DELETE_CONNECTOR,
        SET_OFFSETS,
        DELETE_GROUP;

        /** For people and programs. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Override
    public String toString() {
        return kind.words() + " " + name;
    }
}
