package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> KNOWN = List.of("id", "userID", "userId2", "createdAt", "note");

    @Test
    void namesThatAFewSlipsAwayAreOfferedNearestFirst() {
        assertThat(NearestNames.of("userid", KNOWN)).containsExactly("userID", "userId2");
        assertThat(NearestNames.of("creatdAt", KNOWN)).containsExactly("createdAt");
    }

    @Test
    void whereNothingIsNearAllNamesAreOffered() {
        assertThat(NearestNames.of("telephoneNumber", KNOWN)).isEqualTo(KNOWN);
    }
}
