package io.github.sluice.streamer.engine;

/** Ends the reader so that it begins anew at an earlier set, for a table that is to catch up. Not a failure. */
final class ReadAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadAgain(String why) {
        super(why, null, false, false);
    }
}
