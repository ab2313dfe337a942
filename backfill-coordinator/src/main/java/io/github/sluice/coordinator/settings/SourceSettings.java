package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code source}, or {@code sources} with a name for each MySQL: every key, default and check of them stands here.
 */
final class SourceSettings {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    private SourceSettings() {}

    /** Every MySQL, in the file's order; none on the target half. */
    static List<Source> read(YamlNode root, Problems problems) {
        YamlNode one = root.section("source");
        if (!root.has("sources")) {
            return one == null ? List.of() : List.of(source("", one));
        }
        YamlNode several = root.sectionOrEmpty("sources");
        if (one != null) {
            problems.add("sources", "must not stand beside source");
        }
        List<Source> sources = new ArrayList<>();
        several.sectionsByName().forEach((name, node) -> {
            if (!name.matches(NAME)) {
                problems.add(
                        "sources." + name, "must have a name of 1 to 64 letters, digits, dots, hyphens or underscores");
            }
            sources.add(source(name, node));
        });
        if (sources.isEmpty()) {
            problems.add("sources", "must name at least one MySQL");
        }
        return sources;
    }

    private static Source source(String name, YamlNode node) {
        Source source = new Source(
                name,
                address(node),
                SettingsFile.credentials(node, true),
                timeZone(node),
                Map.copyOf(node.textMap("properties")));
        node.refuseUnknownKeys();
        return source;
    }

    private static String address(YamlNode node) {
        String jdbcUrl = node.text("jdbcUrl", null);
        String host = node.text("host", null);
        int port = node.integer("port", 3306, 1, 65535);
        if (jdbcUrl != null && host != null) {
            node.problems().add(node.path("jdbcUrl"), "must not stand beside host", jdbcUrl);
            return "";
        }
        if (jdbcUrl != null) {
            if (jdbcUrl.matches("jdbc:mysql://" + SettingsFile.HOST_AND_PORT + "/?")) {
                return jdbcUrl.replaceAll("jdbc:mysql://|/$", "");
            }
            node.problems()
                    .add(
                            node.path("jdbcUrl"),
                            "must be jdbc:mysql://HOST:PORT, with parameters under " + node.path("properties"),
                            jdbcUrl);
            return "";
        }
        if (host == null) {
            node.problems().add(node.path("host"), "is required (or jdbcUrl)");
            return "";
        }
        return host + ":" + port;
    }

    private static String timeZone(YamlNode node) {
        String timeZone = node.textOr("timeZone", "+08:00");
        if (!timeZone.matches("[+-]\\d\\d:\\d\\d")) {
            node.problems()
                    .add(
                            node.path("timeZone"),
                            "must be an offset such as +08:00 (named zones need MySQL's zone tables)",
                            timeZone);
        }
        return timeZone;
    }
}
