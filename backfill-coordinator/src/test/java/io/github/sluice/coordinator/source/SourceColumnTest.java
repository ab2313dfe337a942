package io.github.sluice.coordinator.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.source.SourceColumn.Generation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What information_schema.COLUMNS of MySQL 5.7 to 9 and of MariaDB 10.11.5 says. */
class SourceColumnTest {
    @ParameterizedTest
    @CsvSource({
        "'', NONE, false",
        "auto_increment, NONE, false",
        "DEFAULT_GENERATED on update CURRENT_TIMESTAMP, NONE, false",
        "VIRTUAL GENERATED, VIRTUAL, false",
        "STORED GENERATED INVISIBLE, STORED, true",
        "PERSISTENT, STORED, false",
        "INVISIBLE, NONE, true"
    })
    void extraTellsHowValuesComeAboutAndWhoSeesThem(String extra, Generation generation, boolean invisible) {
        SourceColumn column = SourceColumn.described("c", "int(11)", true, null, "", extra);
        assertThat(column.generation()).isEqualTo(generation);
        assertThat(column.invisible()).isEqualTo(invisible);
    }

    @ParameterizedTest
    @CsvSource({"uuid, char(36)", "UUID, char(36)", "inet4, varchar(15)", "inet6, varchar(45)"})
    void mariaDbsOwnTypesAreTheTextsThatASelectGives(String type, String text) {
        SourceColumn column = SourceColumn.described("c", type, false, null, "", "");
        assertThat(column.columnType()).isEqualTo(text);
        assertThat(column.charset()).isEqualTo("ascii");
    }

    @Test
    void everyOtherTypeStaysAsItIs() {
        assertThat(SourceColumn.described("c", "longtext", true, "utf8mb4", "JSON of MariaDB", ""))
                .isEqualTo(new SourceColumn("c", "longtext", true, "utf8mb4", "JSON of MariaDB"));
    }
}
