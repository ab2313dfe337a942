package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The templates of the direct path are ones that this writer, DataX and DolphinScheduler take. */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("..", "job-templates", "templates");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    private static String job() throws IOException {
        return Files.readString(TEMPLATES.resolve("datax/mysql-to-starrocks.json"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> workflow() throws IOException {
        List<Object> all =
                (List<Object>) Json.parse(Files.readString(TEMPLATES.resolve("dolphinscheduler/direct.json")));
        assertThat(all).hasSize(1);
        return (Map<String, Object>) all.get(0);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> only(Map<String, Object> of, String list) {
        List<Object> elements = (List<Object>) of.get(list);
        assertThat(elements).as(list).hasSize(1);
        return (Map<String, Object>) elements.get(0);
    }

    private static List<String> placesOf(String text) {
        TreeSet<String> names = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1));
        }
        return new ArrayList<>(names);
    }

    @Test
    void theFilledJobIsOneThatTheWriterTakes() throws Exception {
        String filled = job().replace("${sluiceManifestPath}", "/tmp/m.json")
                .replace("${sluiceRunId}", "r")
                .replaceAll("\\$\\{\\w+Address}", "h:1")
                .replaceAll("\\$\\{(\\w+)}", "$1")
                .replace("env:STARROCKS_PASSWORD", "");
        Configuration writer = Configuration.from(filled).getConfiguration("job.content[0].writer");
        StarRocksWriterSettings settings = StarRocksWriterSettings.from(writer.getConfiguration("parameter"));
        assertThat(writer.getString("name")).isEqualTo("starrockswriterext");
        assertThat(settings.warnings).isEmpty();
        assertThat(settings.runId).as("so that a retry finds what is loaded").isEqualTo("r");
    }

    /** DataX's own interval is ten seconds, by which the end of every job is seen late. */
    @Test
    void theEndOfTheJobIsSeenWithinHalfASecond() throws Exception {
        assertThat(Configuration.from(job()).getInt("core.container.job.sleepInterval"))
                .isEqualTo(500);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theWorkflowHoldsTheSameJobAndEveryPlaceOfItIsAParameter() throws Exception {
        Map<String, Object> workflow = workflow();
        Map<String, Object> task = only(workflow, "taskDefinitionList");
        Map<String, Object> parameters = (Map<String, Object>) task.get("taskParams");
        String embedded = (String) parameters.get("json");

        assertThat(task.get("taskType")).isEqualTo("DATAX");
        assertThat(parameters).containsEntry("customConfig", 1L);
        assertThat(Json.parse(embedded)).isEqualTo(Json.parse(job()));
        assertThat(embedded).as("DolphinScheduler takes it for a time").doesNotContain("$[");
        Map<String, Object> definition = (Map<String, Object>) workflow.get("processDefinition");
        List<String> given = new ArrayList<>();
        for (Object each : (List<Object>) Json.parse((String) definition.get("globalParams"))) {
            given.add((String) ((Map<String, Object>) each).get("prop"));
        }
        assertThat(given).containsExactlyInAnyOrderElementsOf(placesOf(job()));
    }

    /** Both key sets, for DolphinScheduler up to 3.2 and from 3.3, and the fields without which an import breaks. */
    @Test
    void everyVersionFindsItsKeys() throws Exception {
        Map<String, Object> workflow = workflow();
        assertThat(workflow.get("workflowDefinition")).isEqualTo(workflow.get("processDefinition"));
        Map<String, Object> relation = only(workflow, "processTaskRelationList");
        assertThat(only(workflow, "workflowTaskRelationList")).isEqualTo(relation);
        Map<String, Object> task = only(workflow, "taskDefinitionList");
        assertThat(relation)
                .containsEntry("preTaskCode", 0L)
                .containsEntry("preTaskVersion", 0L)
                .containsEntry("postTaskCode", task.get("code"))
                .containsKeys("processDefinitionCode", "workflowDefinitionCode");
        assertThat(relation.get("conditionParams")).isInstanceOf(Map.class);
        assertThat(task)
                .containsEntry("isCache", "NO")
                .containsEntry("taskExecuteType", "BATCH")
                .containsEntry("cpuQuota", -1L)
                .containsEntry("memoryMax", -1L)
                .containsEntry("flag", "YES")
                .containsEntry("taskPriority", "MEDIUM")
                .containsEntry("workerGroup", "default")
                .containsEntry("environmentCode", -1L)
                .containsEntry("timeoutFlag", "CLOSE");
    }
}
