package io.github.sluice.streamer.route;

/**
 * The table is not what its file maps, so its changes must not be acknowledged: the table stops until a person decides.
 *
 * @param reason what differs, to stand behind the table's name; names columns and types, never a value
 * @param advice what to do
 */
public record Drift(String reason, String advice) implements Binding {
    @Override
    public String toString() {
        return reason + "; " + advice;
    }
}
