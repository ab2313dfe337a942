package io.github.sluice.coordinator.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files of {@code job-templates} that are no JSON; their {@code @...@} are places to fill. */
final class TextTemplate {
    private TextTemplate() {}

    /** The text of a template by its path below {@code templates/}. */
    static String read(String name) {
        try (InputStream in = TextTemplate.class.getResourceAsStream("/sluice/templates/" + name)) {
            if (in == null) {
                throw new IllegalStateException("template " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
