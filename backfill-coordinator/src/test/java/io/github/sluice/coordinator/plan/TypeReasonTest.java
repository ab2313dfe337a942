package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.type.WireKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypeReasonTest {
    private static final List<String> TYPES = List.of(
            "tinyint(1)",
            "tinyint unsigned",
            "smallint",
            "mediumint unsigned",
            "int",
            "bigint unsigned",
            "decimal(10,2)",
            "decimal(65,30)",
            "decimal(10,0)",
            "float",
            "double",
            "year",
            "bit(1)",
            "bit(64)",
            "date",
            "datetime(6)",
            "timestamp",
            "time(3)",
            "json",
            "binary(16)",
            "varbinary(9)",
            "blob",
            "char(3)",
            "varchar(20)",
            "tinytext",
            "text",
            "mediumtext",
            "longtext",
            "enum('a','b')",
            "set('a','b')");

    @Test
    void everyReasonIsSomeColumnsAndIsSaidInBothLanguages() {
        Set<TypeReason> found =
                EnumSet.of(TypeReason.of(spec(ColumnSpec.Origin.SHARD_TABLE, "varchar(64)", "varchar(256)")));
        for (String type : TYPES) {
            found.add(TypeReason.of(column(type, false)));
        }
        found.add(TypeReason.of(column("decimal(10,0)", true)));
        assertThat(found).containsExactlyInAnyOrder(TypeReason.values());
        for (Locale locale : List.of(Locale.ROOT, Locale.SIMPLIFIED_CHINESE)) {
            ResourceBundle messages = ResourceBundle.getBundle(
                    "sluice-messages",
                    locale,
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            for (TypeReason reason : TypeReason.values()) {
                assertThat(messages.getString("explain.why." + reason.name())).isNotBlank();
            }
            for (WireKind kind : WireKind.values()) {
                assertThat(messages.getString("explain.kind." + kind.name())).isNotBlank();
            }
        }
    }

    private static ColumnSpec column(String type, boolean key) {
        return spec(
                ColumnSpec.Origin.COLUMN,
                type,
                TargetTypes.of(io.github.sluice.wire.type.MySqlType.parse(type), "utf8mb4", key));
    }

    private static ColumnSpec spec(ColumnSpec.Origin origin, String type, String target) {
        return new ColumnSpec(origin, "c", "c", type, target, true, "");
    }
}
