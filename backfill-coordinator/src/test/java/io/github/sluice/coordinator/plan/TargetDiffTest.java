package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.plan.TargetDiff.Standing;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDiffTest {
    @TempDir
    Path folder;

    private TableSpec spec() {
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        return Sample.plan(
                settings,
                table(
                        "shop",
                        "orders",
                        List.of(
                                required("id", "bigint unsigned"),
                                column("note", "varchar(10)"),
                                column("amount", "decimal(12,4)"),
                                column("flag", "bit(1)"),
                                column("doc", "json"),
                                required("lines", "int")),
                        "id"));
    }

    /** As StarRocks prints the planned table. */
    private static List<Standing> standing() {
        return new ArrayList<>(List.of(
                new Standing("id", "largeint(40)", false, true),
                new Standing("note", "varchar(40)", true, false),
                new Standing("amount", "decimal(12, 4)", true, false),
                new Standing("flag", "boolean", true, false),
                new Standing("doc", "json", true, false),
                new Standing("lines", "int(11)", false, false)));
    }

    private List<String> diff(List<Standing> standing) {
        return TargetDiff.of(spec(), "ods", standing);
    }

    private List<String> with(int at, Standing other) {
        List<Standing> standing = standing();
        standing.set(at, other);
        return diff(standing);
    }

    @Test
    void thePlannedTableNeedsNothing() {
        assertThat(diff(standing())).isEmpty();
        List<Standing> older = standing();
        older.set(2, new Standing("amount", "DECIMAL64(12,4)", true, false));
        older.set(3, new Standing("flag", "tinyint(1)", true, false));
        assertThat(diff(older)).as("as other versions print it").isEmpty();
    }

    @Test
    void aMissingTableIsSaidToBeCreated() {
        assertThat(diff(List.of())).containsExactly("-- `ods`.`orders` is not there; sluice run creates it");
    }

    @Test
    void whatIsTooNarrowIsWidened() {
        assertThat(with(1, new Standing("note", "varchar(30)", true, false)))
                .containsExactly(
                        "-- note is varchar(30) NULL, planned is varchar(40) NULL",
                        "ALTER TABLE `ods`.`orders` MODIFY COLUMN `note` varchar(40) NULL;");
        assertThat(with(2, new Standing("amount", "decimal(10, 2)", true, false)))
                .contains("ALTER TABLE `ods`.`orders` MODIFY COLUMN `amount` decimal(12,4) NULL;");
        assertThat(with(5, new Standing("lines", "smallint(6)", false, false)))
                .contains("ALTER TABLE `ods`.`orders` MODIFY COLUMN `lines` int NOT NULL;");
        assertThat(with(1, new Standing("note", "varchar(40)", false, false)))
                .contains("ALTER TABLE `ods`.`orders` MODIFY COLUMN `note` varchar(40) NULL;");
    }

    @Test
    void whatNoAlterCanDoIsSaidAndNotProposed() {
        assertThat(with(1, new Standing("note", "varchar(400)", true, false)))
                .noneMatch(line -> line.startsWith("ALTER"));
        assertThat(with(2, new Standing("amount", "decimal(20, 2)", true, false)))
                .as("its whole digits would not fit")
                .noneMatch(line -> line.startsWith("ALTER"))
                .hasSize(1);
        assertThat(with(5, new Standing("lines", "int(11)", true, false)))
                .singleElement()
                .asString()
                .contains("planned is int NOT NULL", "run the table anew");
        assertThat(with(0, new Standing("id", "bigint(20)", false, true)))
                .as("a key column cannot be modified")
                .noneMatch(line -> line.startsWith("ALTER"))
                .hasSize(1);
        assertThat(with(0, new Standing("id", "largeint(40)", false, false)).get(0))
                .startsWith("-- key is [], planned is [id]");
    }

    @Test
    void whatIsMissingIsAddedInItsPlace() {
        List<Standing> standing = standing();
        standing.remove(2);
        assertThat(diff(standing))
                .containsExactly("ALTER TABLE `ods`.`orders` ADD COLUMN `amount` decimal(12,4) NULL AFTER `note`;");
        standing.remove(4);
        assertThat(diff(standing)).element(1).asString().startsWith("-- lines int NOT NULL is missing");
    }

    @Test
    void whatIsNotPlannedIsNeverDropped() {
        List<Standing> standing = standing();
        standing.add(new Standing("old", "date", true, false));
        assertThat(diff(standing)).singleElement().asString().startsWith("-- old date is not planned");
    }
}
