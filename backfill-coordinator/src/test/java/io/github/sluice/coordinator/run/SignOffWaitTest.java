package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.coordinator.signoff.Subject;
import io.github.sluice.coordinator.verify.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SignOffWaitTest {
    private final HandClock clock = new HandClock(Instant.EPOCH);

    private static SignOffDesk.Page page(String table, boolean granted) {
        Subject subject = new Subject("shop", table, 1, "id", "00", Verdict.EQUAL);
        return new SignOffDesk.Page(
                table,
                1,
                Optional.empty(),
                Optional.of(new Decision(subject, List.of(), List.of(), granted ? 0 : 1, false)));
    }

    private List<SignOffDesk.Page> await(Function<String, SignOffDesk.Page> desk, Duration limit) {
        return new SignOffWait(desk, clock, clock::pass).await(List.of("orders", "items"), limit);
    }

    @Test
    void itEndsWhenTheLastTableIsSignedOff() {
        List<SignOffDesk.Page> pages = await(
                table -> page(table, table.equals("orders") || clock.instant().getEpochSecond() >= 60),
                Duration.ofHours(8));
        assertThat(pages).allMatch(SignOffDesk.Page::granted);
        assertThat(clock.instant()).isBetween(Instant.ofEpochSecond(60), Instant.ofEpochSecond(62));
    }

    @Test
    void itEndsWhenTheTimeIsOverAndNotLater() {
        List<SignOffDesk.Page> pages = await(
                table -> table.equals("orders")
                        ? page(table, true)
                        : new SignOffDesk.Page(table, 0, Optional.empty(), Optional.empty()),
                Duration.ofSeconds(45));
        assertThat(pages).extracting(SignOffDesk.Page::granted).containsExactly(true, false);
        assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(45));
    }
}
