package io.github.sluice.coordinator.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedColumnsTest {
    @TempDir
    Path folder;

    private List<WatchedColumn> read(String json) throws IOException {
        return WatchedColumns.read(Files.writeString(folder.resolve("starrocks_table.json"), json));
    }

    /** The layout of the published file, blanks and all (inventory #114). */
    @Test
    void thePublishedFileIsReadUnchanged() throws IOException {
        assertThat(read("""
                \uFEFF[
                  {
                  \s
                    "TABLE_NAME": "ods_codemanager_codeapply",
                    "COLUMN_NAME": "create_date"
                  },
                  {
                  \s
                    "TABLE_NAME": "ods_t_integral_account",
                    "COLUMN_NAME": "update_time"
                  }
                ]
                """))
                .containsExactly(
                        new WatchedColumn(
                                "ods_codemanager_codeapply", null, "ods_codemanager_codeapply", "create_date", null),
                        new WatchedColumn(
                                "ods_t_integral_account", null, "ods_t_integral_account", "update_time", null));
    }

    @Test
    void aThresholdADatabaseAndQuotedNamesMayBeThere() throws IOException {
        assertThat(read("""
                [{"TABLE_NAME": "dw.`order`", "COLUMN_NAME": "`time`", "THRESHOLD": "2d"}]
                """))
                .containsExactly(new WatchedColumn("dw.`order`", "dw", "order", "time", Duration.ofDays(2)));
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        Failure failure = catchThrowableOfType(Failure.class, () -> read("""
                [{"TABLE_NAME": "a"}, 7, {"TABLE_NAME": 1, "COLUMN_NAME": "c", "THRESHOLD": "soon", "LIMIT": 3}]
                """));
        assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
        assertThat(failure)
                .hasMessageContaining("5 faults")
                .hasMessageContaining("[0].COLUMN_NAME: is required")
                .hasMessageContaining("[1]: must be an object with TABLE_NAME and COLUMN_NAME, found '7'")
                .hasMessageContaining("[2].LIMIT: is not a known key")
                .hasMessageContaining("[2].TABLE_NAME: must be a name, found '1'")
                .hasMessageContaining("[2].THRESHOLD: must be a time such as 90s, 5m, 12h or 2d, found 'soon'");
        for (String wrong : new String[] {"{}", "[]", "[", "null"}) {
            assertThatThrownBy(() -> read(wrong))
                    .as(wrong)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("starrocks_table.json");
        }
    }
}
