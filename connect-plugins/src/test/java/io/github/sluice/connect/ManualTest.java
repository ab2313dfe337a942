package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** The manual's table of keys is the one that the definitions give. */
final class ManualTest {
    @Test
    void theManualTellsEveryKeyAsItIsDefined() throws IOException {
        String manual = Files.readString(Path.of("README.md"));

        assertThat(manual).contains(String.join("\n", table()));
    }

    private static List<String> table() {
        List<String> lines = new ArrayList<>();
        for (String group : SinkConfigDef.create().groups()) {
            for (ConfigDef.ConfigKey key : SinkConfigDef.create().configKeys().values()) {
                if (!key.internalConfig && group.equals(key.group)) {
                    lines.add("| `" + key.name + "` | " + key.type.toString().toLowerCase(java.util.Locale.ROOT) + " | "
                            + defaultOf(key) + " | " + (key.validator == null ? "" : key.validator) + " | "
                            + key.documentation.replace("|", "\\|") + " |");
                }
            }
        }
        return lines;
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        if (key.type == ConfigDef.Type.PASSWORD
                || "".equals(key.defaultValue)
                || List.of().equals(key.defaultValue)) {
            return "empty";
        }
        return String.valueOf(key.defaultValue);
    }

    /** Prints the table, to be copied into the manual. */
    public static void main(String[] args) {
        table().forEach(System.out::println);
    }
}
