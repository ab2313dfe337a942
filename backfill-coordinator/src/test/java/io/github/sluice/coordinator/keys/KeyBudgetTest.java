package io.github.sluice.coordinator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.keys.KeyBudget.Limit;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyBudgetTest {
    private static final Instant MADE = Instant.parse("2026-01-31T08:00:00Z");
    private static final DataKey KEY = DataKey.fromHex("00112233445566778899aabbccddeeff");

    private static KeyBudget budget(KeyLimits limits, Instant created, KeyUse use, Instant now) {
        return KeyBudget.of(new RingKey(KEY, KeyAlgorithm.AES_GCM, RingKey.State.ACTIVE, created, limits), use, now);
    }

    private static Share share(KeyBudget budget, Limit limit) {
        return budget.shares().stream()
                .filter(share -> share.limit() == limit)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0, false, false",
        "799, 1000, 79, false, false",
        "800, 1000, 80, true, false",
        "999, 1000, 99, true, false",
        "1000, 1000, 100, true, true",
        "1001, 1000, 100, true, true",
        "0, 1, 0, false, false",
        "1, 1, 100, true, true",
        "2, 3, 66, false, false",
        "3435973836, 4294967296, 79, false, false",
        "3435973837, 4294967296, 80, true, false",
        "4294967295, 4294967296, 99, true, false",
        "4294967296, 4294967296, 100, true, true",
        "9223372036854775807, 4294967296, 214748364700, true, true"
    })
    void careBeginsAt80AndAKeyIsUsedUpAt100Percent(long used, long most, long percent, boolean care, boolean up) {
        Share records = share(budget(new KeyLimits(most, 1, null), MADE, new KeyUse(used, 0), MADE), Limit.RECORDS);
        assertThat(records.percent()).hasValue(percent);
        assertThat(records.needsCare()).isEqualTo(care);
        assertThat(records.isUsedUp()).isEqualTo(up);
    }

    @Test
    void startsHaveALimitOfTheirOwn() {
        KeyBudget budget = budget(KeyLimits.DEFAULT, null, new KeyUse(0, 65_536), MADE);
        assertThat(share(budget, Limit.STARTS).isUsedUp()).isTrue();
        assertThat(share(budget, Limit.RECORDS).needsCare()).isFalse();
        assertThat(budget.shares()).as("no limit of age").hasSize(2);
        assertThat(budget.keyId()).isEqualTo(KEY.id());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false, false",
        "6911999, 79, false, false",
        "6912000, 80, true, false",
        "8639999, 99, true, false",
        "8640000, 100, true, true",
        "86400000, 1000, true, true",
        "-5, 0, false, false"
    })
    void ageIsCountedInSecondsByTheGivenClock(long seconds, long percent, boolean care, boolean up) {
        Share age = share(
                budget(new KeyLimits(1, 1, Duration.ofDays(100)), MADE, new KeyUse(0, 0), MADE.plusSeconds(seconds)),
                Limit.AGE);
        assertThat(age.percent()).hasValue(percent);
        assertThat(age.needsCare()).isEqualTo(care);
        assertThat(age.isUsedUp()).isEqualTo(up);
        assertThat(age.mostText()).isEqualTo("100");
        assertThat(age.usedText()).isEqualTo(Long.toString(Math.max(0, seconds / 86_400)));
    }

    @Test
    void anUnknownAgeIsNeitherYoungNorOld() {
        Share age = share(budget(new KeyLimits(1, 1, Duration.ofDays(100)), null, new KeyUse(0, 0), MADE), Limit.AGE);
        assertThat(age.percent()).isEqualTo(OptionalLong.empty());
        assertThat(age.isUsedUp()).as("nobody can say so").isFalse();
        assertThat(age.needsCare()).as("somebody must know").isTrue();
        assertThat(age.usedText()).isEqualTo("?");
    }
}
