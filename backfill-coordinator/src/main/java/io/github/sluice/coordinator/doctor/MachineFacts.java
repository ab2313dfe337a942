package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.keys.KeyBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of this machine and of what both halves share. Immutable; holds no key, only what a key's owner can work out
 * with it.
 *
 * @param key the key ring, not seen where it can't be read
 * @param keyMode permissions of the key file, such as {@code rw-------}; empty where the key is in no file
 * @param heard records of this run on the control topic that the other half or an earlier run has sealed
 * @param otherCheck the other half's check value, as somebody gave it to this command
 * @param budget of the active key
 * @param stateFree bytes free where the state folder is or will be
 * @param stalePlan generated files that are not as settings and MySQL ask for now
 * @param java this process's version
 * @param dataxMissing plugins that the DataX home lacks; not seen where the command does not tell the home
 * @param datax what DataX's command says, or that it can't be started; empty on a side without
 * @param streamerAges how old the streamer's last word of each of its sources is; empty where it has said none
 */
record MachineFacts(
        boolean source,
        boolean live,
        Seen<Key> key,
        Optional<String> keyMode,
        Seen<Heard> heard,
        Optional<String> otherCheck,
        Seen<KeyBudget> budget,
        Seen<Long> stateFree,
        Seen<List<String>> stalePlan,
        int java,
        Seen<List<String>> dataxMissing,
        Seen<String> datax,
        Seen<Map<String, Optional<Duration>>> streamerAges,
        Duration streamerPatience,
        Seen<Boolean> streamerFolder) {
    /**
     * The key ring.
     *
     * @param check the keyed check value: equal on both sides exactly if root and ids are
     * @param bytes of the active key
     */
    record Key(String check, int bytes) {}

    /** Records on the control topic. {@code newestOpens} is false where the newest of them does not open. */
    record Heard(long opened, long unopened, boolean newestOpens) {}
}
