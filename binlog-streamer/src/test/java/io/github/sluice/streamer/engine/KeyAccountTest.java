package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.StreamPosition;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee: at every moment the stored position says at least what was truly used of every key. */
class KeyAccountTest {
    private static final int CLAIM = 8;
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final byte[] ROW = {1, 2, 3};

    /** What is on the broker, and what was truly sealed, whoever did it. */
    private static final class World {
        private final boolean second;
        private final List<RecordSealer> allSealers = new ArrayList<>();
        private KeySet ring = KeySet.generate(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, CHANCE);
        private StreamPosition stored;
        private int processes;
        private int sealedSinceCommit;

        World(boolean second) {
            this.second = second;
        }

        KeyAccount process() {
            Function<KeyRing, RecordSealer> sealers = keys -> {
                RecordSealer made = second ? EnvelopeV2.sealer(keys, false) : EnvelopeV1.sealer(keys);
                allSealers.add(made);
                return made;
            };
            return new KeyAccount(() -> ring, sealers, "writer" + ++processes, CLAIM);
        }

        void rotate() {
            ring = ring.rotated(KeyAlgorithm.AES_GCM, KeyLimits.DEFAULT, Instant.EPOCH, CHANCE);
        }

        void commit(KeyAccount account) {
            Map<String, KeyUse> uses = account.claim();
            stored = new StreamPosition(
                    "writer" + processes, "", "", "", 0, null, Instant.EPOCH, null, 0, Map.of(), uses);
            account.committed();
            sealedSinceCommit = 0;
        }

        void seal(KeyAccount account) {
            if (sealedSinceCommit++ == CLAIM) {
                commit(account);
                sealedSinceCommit++;
            }
            account.seal(ROW, "t", null);
        }

        Map<String, KeyUse> truth() {
            Map<String, KeyUse> sum = Map.of();
            for (RecordSealer sealer : allSealers) {
                sum = KeyUse.sum(sum, sealer.uses());
            }
            return sum;
        }

        void checkCovered(String when) {
            truth().forEach((id, use) -> {
                KeyUse said = stored.keyUses().get(id);
                assertThat(said).as(when + ": key " + id).isNotNull();
                assertThat(said.records()).as(when + ": records of " + id).isGreaterThanOrEqualTo(use.records());
                assertThat(said.starts()).as(when + ": starts of " + id).isGreaterThanOrEqualTo(use.starts());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverIsKilledOrFailsNothingIsForgotten(boolean second) {
        long first = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + first);
        for (long seed = first; seed < first + 200; seed++) {
            try {
                live(new World(second), new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    private static void live(World world, Random random) {
        KeyAccount account = world.process();
        account.takenOver(world.stored);
        world.commit(account);
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(8)) {
                case 0 -> { // kill -9, and a successor
                    account = world.process();
                    account.takenOver(world.stored);
                    world.commit(account);
                }
                case 1 -> { // the Kafka transaction failed; the same process takes over again
                    account.takenOver(world.stored);
                    world.commit(account);
                }
                case 2 -> world.rotate();
                case 3, 4 -> world.commit(account);
                default -> {
                    for (int rows = random.nextInt(CLAIM); rows > 0; rows--) {
                        world.seal(account);
                    }
                }
            }
            world.checkCovered("step " + i);
        }
        world.truth().forEach((id, use) -> {
            KeyUse said = world.stored.keyUses().get(id);
            assertThat(said.records() - use.records())
                    .as("too much by a claim for each start")
                    .isLessThanOrEqualTo((long) CLAIM * world.processes);
            assertThat(said.starts() - use.starts()).isLessThanOrEqualTo(world.processes);
        });
    }

    @Test
    void theOldKeySealsUntilAPositionClaimsTheNewOne() {
        World world = new World(true);
        KeyAccount account = world.process();
        account.takenOver(null);
        world.commit(account);
        String old = world.ring.active().id();
        account.seal(ROW, "t", null);
        world.rotate();
        account.seal(ROW, "t", null);
        assertThat(account.uses()).containsOnlyKeys(old).containsEntry(old, new KeyUse(2, 1));
        world.commit(account);
        account.seal(ROW, "t", null);
        String fresh = world.ring.active().id();
        assertThat(account.uses()).containsEntry(old, new KeyUse(2, 1)).containsEntry(fresh, new KeyUse(1, 1));
        assertThat(world.stored.keyUses())
                .containsEntry(old, new KeyUse(2, 1))
                .containsEntry(fresh, new KeyUse(CLAIM, 1));
    }

    @Test
    void nothingIsSealedBeyondTheClaimAndTheNextOneIsLarger() {
        World world = new World(true);
        KeyAccount account = world.process();
        account.takenOver(null);
        assertThatThrownBy(() -> account.seal(ROW, "t", null)).isInstanceOf(KeyAccount.ClaimUsedUp.class);
        world.commit(account);
        for (int i = 0; i < 2 * CLAIM; i++) {
            account.seal(ROW, "t", null);
        }
        assertThatThrownBy(() -> account.seal(ROW, "t", null))
                .isInstanceOf(KeyAccount.ClaimUsedUp.class)
                .hasMessageContaining("16 records");
        world.checkCovered("used up");
        world.commit(account);
        assertThat(world.stored.keyUses())
                .containsEntry(world.ring.active().id(), new KeyUse(2 * CLAIM + 4 * CLAIM, 1));
    }
}
