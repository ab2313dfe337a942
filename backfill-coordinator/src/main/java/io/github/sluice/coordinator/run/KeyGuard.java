package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.keys.KeyBudget;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import io.github.sluice.coordinator.keys.KeyFile;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what was used of the active key against its limits before a run seals more: what the journal has, of all runs, and
 * what the streamers' positions say. One thread.
 */
final class KeyGuard {
    private static final Logger LOG = LoggerFactory.getLogger(KeyGuard.class);

    private final Workplace work;

    KeyGuard(Workplace work) {
        this.work = work;
    }

    /**
     * Warns at 80 % of a limit.
     *
     * @throws Failure with {@link ExitCode#REFUSED} at 100 %
     */
    void refuseIfUsedUp() {
        RingKey active = work.ring().active();
        String remedy = KeyFile.rotation(work.settings().encryption().keyReference());
        KeyBudget budget = KeyBudget.of(active, uses().getOrDefault(active.id(), new KeyUse(0, 0)), Instant.now());
        for (Share share : budget.shares()) {
            if (share.isUsedUp()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "key " + active.id() + " is used up: " + share.limit() + " " + share.usedText() + " of at most "
                                + share.mostText() + (share.limit() == KeyBudget.Limit.AGE ? " days" : "")
                                + "; what is sealed with it from here on is less safe than was asked for. Run: "
                                + remedy
                                + " (the readers get the new file first)");
            }
        }
        for (Share share : budget.shares()) {
            if (share.needsCare()) {
                KeyWarning warning = new KeyWarning(active.id(), share, remedy);
                LOG.warn(
                        "key {} should be rotated: {} {} of at most {}; {}",
                        active.id(),
                        share.limit(),
                        share.usedText(),
                        share.mostText(),
                        remedy);
                work.board().warns(warning);
            }
        }
    }

    private Map<String, KeyUse> uses() {
        Map<String, KeyUse> uses = work.journal().keyUses();
        Streamer streamer = work.settings().streamer();
        return streamer == null ? uses : KeyUse.sum(uses, work.world().streamerKeyUses());
    }
}
