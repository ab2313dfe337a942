package io.github.sluice.coordinator.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerZoneTest {
    @ParameterizedTest
    @CsvSource({
        "'+08:00', UTC, 480, '+08:00', '+08:00', true",
        "SYSTEM, UTC, 0, '+00:00', 'SYSTEM, UTC', true",
        "SYSTEM, CST, 480, '+08:00', 'SYSTEM, CST', false",
        "Europe/Berlin, UTC, 120, '+02:00', Europe/Berlin, false",
        "SYSTEM, '', -210, '-03:30', SYSTEM, false"
    })
    void theOffsetIsTheOneOfNowAndOnlyAnOffsetStaysSo(
            String global, String system, int minutes, String offset, String name, boolean fixed) {
        assertThat(ServerZone.of(global, system, minutes)).isEqualTo(new ServerZone(offset, name, fixed));
    }
}
