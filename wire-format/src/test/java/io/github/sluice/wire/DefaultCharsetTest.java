package io.github.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

/** The tests run twice, the second time as on a box without UTF-8 (inventory #174); this shows that they do. */
class DefaultCharsetTest {
    @Test
    void theDefaultCharsetIsTheOneThisRunIsAbout() {
        assertThat(Charset.defaultCharset())
                .isEqualTo(Charset.forName(System.getProperty("expected.charset", "UTF-8")));
    }
}
