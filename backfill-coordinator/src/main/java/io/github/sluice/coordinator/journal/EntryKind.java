package io.github.sluice.coordinator.journal;

/** What an entry tells of. Names are stable: they are hashed. */
public enum EntryKind {
    /** An attempt was begun or taken over; {@code evidence} has its number. */
    ATTEMPT,
    /** A step, a sign-off, a repair or a command: begun, added to, done, failed. */
    STEP,
    /** Something outside was made, is about to be made, or was found; {@code evidence} has its kind and name. */
    RESOURCE,
    /** Something outside is gone; {@code evidence} has its kind and name. */
    FORGOTTEN,
    /** How much of a key was used; {@code attempt} is the user, {@code evidence} has key, records and starts. */
    KEY_USE,
    /** A coordinator took tables, took them over, or gave them back; {@code evidence} names them and the holder. */
    LOCK,
    /** An operator wanted something of a table; {@code state} is what, {@code evidence} has its id and who. */
    INSTRUCTION,
    /** A journal of an older version was carried over; the imported entries that follow say what stood in it. */
    IMPORT
}
