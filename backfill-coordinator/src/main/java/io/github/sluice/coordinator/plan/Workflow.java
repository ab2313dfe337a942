package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DolphinScheduler workflow that runs one half, as a file to import (2.0.9 and later; dolphinscheduler.md 4.2 and 4.3).
 * Two SHELL tasks, one after the other: the plan is checked, then everything is run. Where {@code bin/sluice} and the
 * settings file are on the workers are global parameters, so that the file does not depend on the machine it was made on.
 */
final class Workflow {
    private Workflow() {}

    /** The document for DolphinScheduler's import. */
    static @Nullable Object of(Side side, SluiceSettings settings) {
        String half = side.name().toLowerCase(Locale.ROOT);
        List<Object> parameters = new ArrayList<>();
        parameters.add(parameter("sluiceHome", "/opt/datax"));
        parameters.add(
                parameter("sluiceSettings", "/etc/sluice/" + settings.file().getFileName()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("workflow", "sluice-" + settings.name() + "-" + half);
        values.put("description", "Sluice, run " + settings.name() + ": the " + half + " half");
        values.put("globalParams", Json.write(parameters));
        values.put("globalParamList", parameters);
        values.put("checkScript", script("plan --check"));
        values.put("runScript", script("run --side " + half));
        return Template.load("dolphinscheduler/run.json").fillDocument(values);
    }

    private static Map<String, Object> parameter(String name, String value) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("prop", name);
        parameter.put("direct", "IN");
        parameter.put("type", "VARCHAR");
        parameter.put("value", value);
        return parameter;
    }

    /**
     * The same under sh, which DolphinScheduler took before 3.2, and bash. Its exit code is the command's, which the
     * scheduler takes as it is. Standard input is closed off, for it may be the script itself.
     */
    private static String script(String command) {
        return "set -eu\n\"${sluiceHome}/bin/sluice\" " + command + " --file \"${sluiceSettings}\" </dev/null\n";
    }
}
