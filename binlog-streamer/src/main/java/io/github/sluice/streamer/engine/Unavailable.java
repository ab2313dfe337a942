package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No server of a source can be read now: each one's reason, and whether one of them lacks what we need. A replica may
 * still get it; a server that was lost with it will not, so after a while that is a failure.
 */
final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StringBuilder reasons = new StringBuilder();
    private @Nullable ExitCode lacking;

    Unavailable(String what) {
        super(what, null, false, false);
    }

    static Unavailable lacking(Host host, ExitCode code, String reason) {
        Unavailable one = new Unavailable("");
        one.add(host, reason);
        one.lacking = code;
        return one;
    }

    void add(Host host, String reason) {
        reasons.append(reasons.length() == 0 ? "" : "; ")
                .append(host)
                .append(' ')
                .append(reason);
    }

    void add(Unavailable other) {
        reasons.append(reasons.length() == 0 ? "" : "; ").append(other.reasons);
        ExitCode theirs = other.lacking;
        // a lost transaction is worse than a purged one: with it, no server can be right
        if (theirs != null && lacking != ExitCode.REFUSED) {
            lacking = theirs;
        }
    }

    /** Whether a server that answered lacks what we need. */
    boolean lacks() {
        return lacking != null;
    }

    /** @throws Failure if it has lasted for longer than that */
    void failAfter(Duration lasted, Duration patience) {
        ExitCode code = lacking;
        if (code != null && lasted.compareTo(patience) >= 0) {
            throw new Failure(code, getMessage());
        }
    }

    @Override
    public String getMessage() {
        String what = super.getMessage();
        return what == null || what.isEmpty() ? reasons.toString() : what + ": " + reasons;
    }
}
