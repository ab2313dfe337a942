package io.github.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    private void open(String name, boolean failsToClose) {
        opened.add(() -> {
            closed.add(name);
            if (failsToClose) {
                throw new IllegalStateException(name);
            }
        });
    }

    @Test
    void everyOneIsClosedOnceTheLastFirstThoughSomeFail() {
        open("a", true);
        open("b", false);
        open("c", true);
        assertThatThrownBy(opened::close).hasMessage("c").satisfies(failure -> assertThat(failure.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("a"));
        opened.close();
        assertThat(closed).containsExactly("c", "b", "a");
    }

    @Test
    void theReasonForWhichAllAreClosedStaysTheFirst() {
        open("a", true);
        IllegalArgumentException reason = new IllegalArgumentException("b could not be opened");
        opened.closeAfter(reason);
        assertThat(closed).containsExactly("a");
        assertThat(reason.getSuppressed()).extracting(Throwable::getMessage).containsExactly("a");
    }
}
