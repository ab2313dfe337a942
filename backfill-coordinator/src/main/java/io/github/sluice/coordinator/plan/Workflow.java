package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.CutoverPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.Policy;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DolphinScheduler workflows, each as one file to import that holds the keys of 2.0 to 3.2 and the renamed ones of 3.3
 * (dolphinscheduler.md 4.2 and 4.3). SHELL tasks one after the other: neither branches nor resources nor data sources, for
 * their codes and ids differ from server to server and an import does not translate them. Where {@code bin/sluice} and the
 * settings file are on the workers are global parameters, so that the file does not depend on the machine it was made on.
 */
final class Workflow {
    private static final long CODE = 1_000_000_000_010L;

    /** A task that may be begun again by the scheduler: it goes on where it was. */
    private static final int RETRIES = 3;

    /** One command of {@code sluice}. */
    private record Task(String name, String description, String command, int retries) {}

    private final String name;
    private final String description;
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Workflow(SluiceSettings settings, String what, String description) {
        this.name = "sluice-" + settings.name() + "-" + what;
        this.description = "Sluice, run " + settings.name() + ": " + description;
        parameters.put("sluiceHome", "/opt/datax");
        parameters.put("sluiceSettings", "/etc/sluice/" + settings.file().getFileName());
    }

    /** The workflow that runs one half, or with {@link Side#BOTH} both of them on one machine. */
    static @Nullable Object of(Side side, SluiceSettings settings) {
        String half = side.name().toLowerCase(Locale.ROOT);
        Workflow workflow = new Workflow(
                settings, half, side == Side.BOTH ? "both halves on one machine" : "the " + half + " half");
        workflow.task("doctor", "everything is as a run needs it", "doctor --side " + half, 0);
        workflow.task(
                "check-plan", "the reviewed files are those that the settings and MySQL ask for", "plan --check", 0);
        workflow.task(
                "copy-and-verify",
                "snapshot, load and proof of this half; a retry goes on where it was",
                "run --side " + half + " --until verify",
                RETRIES);
        if (waitsForAWord(settings)) {
            workflow.parameters.put("sluiceSignOffTimeout", "8h");
            workflow.task(
                    "sign-off",
                    "waits until somebody has said sluice signoff",
                    "signoff wait --timeout '${sluiceSignOffTimeout}'",
                    0);
        }
        workflow.task(
                "finish",
                "lets go of the batch; where there is a stream it takes over and is cut over",
                "run --side " + half,
                RETRIES);
        workflow.parameters.put("sluiceReport", "/etc/sluice/report-" + settings.name() + "-" + half + ".html");
        workflow.task("report", "one page for people", "report --html '${sluiceReport}'", 0);
        return workflow.document();
    }

    /** Whether a run ends with 40 until somebody has signed off what it has verified. */
    private static boolean waitsForAWord(SluiceSettings settings) {
        Policy policy = settings.policy();
        boolean signsItself = policy.cutover() == CutoverPolicy.AUTO
                && policy.signoff().keys().isEmpty();
        boolean letsGo = policy.batchTopic() != BatchTopicPolicy.KEEP || settings.streamer() != null;
        return letsGo && !signsItself;
    }

    /** The workflow that looks again and again at how new the tables are; the schedule is the user's. */
    static @Nullable Object freshness(SluiceSettings settings) {
        Workflow workflow = new Workflow(settings, "freshness", "how new the rows in StarRocks are");
        workflow.parameters.put("sluiceFreshnessList", "/etc/sluice/starrocks_table.json");
        workflow.parameters.put("sluiceThreshold", "15m");
        List<String> zones =
                settings.sources().stream().map(Source::timeZone).distinct().toList();
        if (zones.size() > 1) {
            // the command takes none by itself
            workflow.parameters.put("sluiceTimeZone", zones.get(0));
        }
        workflow.task(
                "freshness",
                "fails when a table lags",
                "freshness --config '${sluiceFreshnessList}' --threshold '${sluiceThreshold}'"
                        + (zones.size() > 1 ? " --time-zone '${sluiceTimeZone}'" : ""),
                0);
        return workflow.document();
    }

    private void task(String task, String what, String command, int retries) {
        tasks.add(new Task(task, what, command, retries));
    }

    /** The document for DolphinScheduler's import. */
    private @Nullable Object document() {
        List<Object> definitions = new ArrayList<>();
        List<Object> relations = new ArrayList<>();
        List<Object> locations = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            definitions.add(definition(i));
            relations.add(relation(i));
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("taskCode", code(i));
            place.put("x", 150 + 250 * i);
            place.put("y", 200);
            locations.add(place);
        }
        List<Object> global = new ArrayList<>();
        parameters.forEach((key, value) -> global.add(parameter(key, "IN", value)));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("workflow", name);
        values.put("workflowCode", CODE);
        values.put("description", description);
        values.put("globalParams", Json.write(global));
        values.put("globalParamList", global);
        values.put("locations", Json.write(locations));
        values.put("relations", relations);
        values.put("tasks", definitions);
        return Template.load("dolphinscheduler/workflow.json").fillDocument(values);
    }

    private Object definition(int at) {
        Task task = tasks.get(at);
        List<Object> published = new ArrayList<>();
        for (TaskValue value : TaskValue.values()) {
            published.add(parameter(value.key(), "OUT", ""));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", at + 1);
        values.put("code", code(at));
        values.put("name", task.name());
        values.put("description", task.description());
        values.put("rawScript", script(task.command()));
        values.put("localParams", published);
        values.put("failRetryTimes", task.retries());
        return Template.load("dolphinscheduler/shell-task.json").fill(values);
    }

    /** What comes before a task; before the first one comes nothing. */
    private static Object relation(int at) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", at + 1);
        values.put("preTaskCode", at == 0 ? 0L : code(at - 1));
        values.put("preTaskVersion", at == 0 ? 0 : 1);
        values.put("postTaskCode", code(at));
        values.put("workflowCode", CODE);
        return Template.load("dolphinscheduler/relation.json").fill(values);
    }

    private static long code(int task) {
        return CODE + 1 + task;
    }

    private static Map<String, Object> parameter(String name, String direction, String value) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("prop", name);
        parameter.put("direct", direction);
        parameter.put("type", "VARCHAR");
        parameter.put("value", value);
        return parameter;
    }

    /** The same under sh, which DolphinScheduler took before 3.2, and bash. */
    private static String script(String command) {
        String unknown = Arrays.stream(TaskValue.values())
                .map(value -> "publish " + value.key() + " " + value.unknown())
                .collect(Collectors.joining("\n"));
        return TextTemplate.read("dolphinscheduler/task.sh")
                .replace("@UNKNOWN@", unknown)
                .replace("@COMMAND@", command);
    }
}
