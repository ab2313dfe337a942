package io.github.sluice.coordinator.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.source.SourceColumn.Generation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceColumnTest {
    @ParameterizedTest
    @CsvSource({
        "'', NONE, false",
        "auto_increment, NONE, false",
        "DEFAULT_GENERATED, NONE, false",
        "DEFAULT_GENERATED on update CURRENT_TIMESTAMP, NONE, false",
        "VIRTUAL GENERATED, VIRTUAL, false",
        "STORED GENERATED, STORED, false",
        "VIRTUAL GENERATED INVISIBLE, VIRTUAL, true",
        "INVISIBLE, NONE, true",
        "DEFAULT_GENERATED INVISIBLE, NONE, true",
        "auto_increment INVISIBLE, NONE, true",
        "VIRTUAL, VIRTUAL, false",
        "PERSISTENT, STORED, false",
        "'STORED GENERATED, INVISIBLE', STORED, true",
    })
    void extraTellsGeneratedAndInvisibleColumns(String extra, Generation generation, boolean invisible) {
        SourceColumn column = new SourceColumn("a", "int", true, null, "").withExtra(extra);
        assertThat(column.generation()).isEqualTo(generation);
        assertThat(column.invisible()).isEqualTo(invisible);
        assertThat(column.withType("bigint", null).withNullable(false).invisible())
                .isEqualTo(invisible);
    }
}
