package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.coordinator.TaskValue;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One import file for all versions, contract-tested by field list (dolphinscheduler.md 4.3): read into the shapes of 2.0 to
 * 3.2 and of 3.3, as DolphinScheduler reads it, with unknown keys passed over. No field of a shape may be missing, for each
 * stands in a column that is NOT NULL, in a condition, or under a method call.
 */
class WorkflowTest {
    private static final ObjectMapper LENIENT =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @TempDir
    Path folder;

    enum YesNo {
        YES,
        NO
    }

    enum Priority {
        HIGHEST,
        HIGH,
        MEDIUM,
        LOW,
        LOWEST
    }

    enum OpenClose {
        OPEN,
        CLOSE
    }

    enum Notify {
        WARN,
        FAILED,
        WARNFAILED
    }

    enum BatchStream {
        BATCH,
        STREAM
    }

    enum Direct {
        IN,
        OUT
    }

    enum Execution {
        PARALLEL,
        SERIAL_WAIT,
        SERIAL_DISCARD,
        SERIAL_PRIORITY
    }

    enum Release {
        OFFLINE,
        ONLINE
    }

    record Property(String prop, Direct direct, String type, String value) {}

    record Definition(
            Long code,
            String name,
            Integer version,
            Release releaseState,
            String description,
            String globalParams,
            List<Property> globalParamList,
            YesNo flag,
            String locations,
            Integer timeout,
            Execution executionType) {}

    record ProcessRelation(
            String name,
            Long processDefinitionCode,
            Integer processDefinitionVersion,
            Long preTaskCode,
            Integer preTaskVersion,
            Long postTaskCode,
            Integer postTaskVersion,
            String conditionType,
            JsonNode conditionParams) {}

    record WorkflowRelation(
            String name,
            Long workflowDefinitionCode,
            Integer workflowDefinitionVersion,
            Long preTaskCode,
            Integer preTaskVersion,
            Long postTaskCode,
            Integer postTaskVersion,
            String conditionType,
            JsonNode conditionParams) {}

    record ShellParameters(String rawScript, List<Property> localParams, List<JsonNode> resourceList) {}

    record Task(
            Long code,
            String name,
            Integer version,
            String description,
            String taskType,
            ShellParameters taskParams,
            YesNo flag,
            YesNo isCache,
            Priority taskPriority,
            String workerGroup,
            Long environmentCode,
            Integer failRetryTimes,
            Integer failRetryInterval,
            OpenClose timeoutFlag,
            Notify timeoutNotifyStrategy,
            Integer timeout,
            Integer delayTime,
            String resourceIds,
            Integer taskGroupId,
            Integer taskGroupPriority,
            Integer cpuQuota,
            Integer memoryMax,
            BatchStream taskExecuteType) {}

    /** 2.0.9 to 3.2.2. */
    record ProcessDag(
            Definition processDefinition,
            List<ProcessRelation> processTaskRelationList,
            List<Task> taskDefinitionList) {}

    /** 3.3 and later. */
    record WorkflowDag(
            Definition workflowDefinition,
            List<WorkflowRelation> workflowTaskRelationList,
            List<Task> taskDefinitionList) {}

    private SluiceSettings settings(String... more) {
        return Sample.settings(folder, "{source: shop.orders}", more);
    }

    private static <T> T read(Object document, Class<T> shape) throws IOException {
        JsonNode file = LENIENT.readTree(Template.print(document));
        assertThat(file.isArray()).isTrue();
        assertThat(file).hasSize(1);
        T read = LENIENT.treeToValue(file.get(0), shape);
        refuseNulls(read, shape.getSimpleName());
        return read;
    }

    private static void refuseNulls(Object value, String where) {
        assertThat(value).as(where).isNotNull();
        if (value instanceof List<?> list) {
            list.forEach(element -> refuseNulls(element, where));
        } else if (value instanceof Record) {
            for (RecordComponent part : value.getClass().getRecordComponents()) {
                try {
                    refuseNulls(part.getAccessor().invoke(value), where + "." + part.getName());
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static void refuseUnlessALine(List<Task> tasks, List<Long> before, List<Long> after, String locations)
            throws IOException {
        List<Long> codes = tasks.stream().map(Task::code).toList();
        List<Long> expected = new ArrayList<>(codes.subList(0, codes.size() - 1));
        expected.add(0, 0L);
        assertThat(before).isEqualTo(expected);
        assertThat(after).isEqualTo(codes).doesNotHaveDuplicates();
        List<Long> placed = new ArrayList<>();
        LENIENT.readTree(locations)
                .forEach(place -> placed.add(place.get("taskCode").asLong()));
        assertThat(placed).isEqualTo(codes);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void theFileIsWholeInTheShapesOfAllVersions(Side side) throws IOException {
        Object document = Workflow.of(side, settings());
        ProcessDag old = read(document, ProcessDag.class);
        WorkflowDag renamed = read(document, WorkflowDag.class);

        assertThat(old.processDefinition()).isEqualTo(renamed.workflowDefinition());
        assertThat(old.taskDefinitionList()).isEqualTo(renamed.taskDefinitionList());
        refuseUnlessALine(
                old.taskDefinitionList(),
                old.processTaskRelationList().stream()
                        .map(ProcessRelation::preTaskCode)
                        .toList(),
                old.processTaskRelationList().stream()
                        .map(ProcessRelation::postTaskCode)
                        .toList(),
                old.processDefinition().locations());
        refuseUnlessALine(
                renamed.taskDefinitionList(),
                renamed.workflowTaskRelationList().stream()
                        .map(WorkflowRelation::preTaskCode)
                        .toList(),
                renamed.workflowTaskRelationList().stream()
                        .map(WorkflowRelation::postTaskCode)
                        .toList(),
                renamed.workflowDefinition().locations());
        assertThat(old.processDefinition().name())
                .isEqualTo("sluice-test-" + side.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(LENIENT.readTree(old.processDefinition().globalParams()))
                .isEqualTo(LENIENT.valueToTree(old.processDefinition().globalParamList()));
        assertThat(old.taskDefinitionList())
                .extracting(Task::name)
                .containsExactly("doctor", "check-plan", "copy-and-verify", "sign-off", "finish", "report");
    }

    @Test
    void everyTaskIsAShellThatDeclaresWhatItPublishes() throws IOException {
        List<Object> documents = new ArrayList<>();
        for (Side side : Side.values()) {
            documents.add(Workflow.of(side, settings()));
        }
        documents.add(Workflow.freshness(settings()));
        for (Object document : documents) {
            for (Task task : read(document, ProcessDag.class).taskDefinitionList()) {
                assertThat(task.taskType()).isEqualTo("SHELL");
                assertThat(task.taskParams().resourceList())
                        .as("ids differ from server to server")
                        .isEmpty();
                assertThat(task.taskParams().localParams())
                        .allMatch(parameter -> parameter.direct() == Direct.OUT)
                        .extracting(Property::prop)
                        .containsExactlyElementsOf(Arrays.stream(TaskValue.values())
                                .map(TaskValue::key)
                                .toList());
            }
        }
    }

    /** DolphinScheduler shows parameters to everybody who may see the workflow, and hands them on as arguments. */
    @Test
    void noSecretAndNoReferenceToOneIsInAWorkflow() {
        for (Side side : Side.values()) {
            assertThat(Template.print(Workflow.of(side, settings())))
                    .doesNotContain("$[", "SLUICE_KEY", "SR_PASSWORD", "/run/secrets", "application_");
        }
    }

    @Test
    void whereNobodysWordIsNeededNobodyIsWaitedFor() throws IOException {
        assertThat(names(settings("policy: {cutover: auto}\n"))).doesNotContain("sign-off");
        assertThat(names(settings("policy: {batchTopic: keep}\n"))).doesNotContain("sign-off");
        assertThat(names(settings(
                        "policy: {batchTopic: keep}\n",
                        "streamer: {name: shop, source: rds1, tables: /etc/sluice/tables}\n")))
                .contains("sign-off");
    }

    /** A half with several MySQLs is one half: the same commands, which go by all of them. */
    @Test
    void severalMySqlsHaveTheWorkflowsOfOne() throws IOException {
        String streamer = "streamer: {name: box, tables: /t}\n";
        SluiceSettings several = several("", streamer);
        assertThat(names(several)).isEqualTo(names(settings()));
        assertThat(WorkflowFiles.of(several, true))
                .extracting(PlanFolder.PlannedFile::name)
                .containsExactlyInAnyOrder(
                        "dolphinscheduler_source.json",
                        "dolphinscheduler_target.json",
                        "dolphinscheduler_both.json",
                        "dolphinscheduler_freshness.json",
                        "dolphinscheduler_create.sh");
        assertThat(Template.print(Workflow.freshness(several))).doesNotContain("sluiceTimeZone");

        String apart = Template.print(Workflow.freshness(several(", timeZone: '+00:00'", streamer)));
        assertThat(apart)
                .as("sluice freshness refuses to choose one of two zones")
                .contains("--time-zone '${sluiceTimeZone}'", "+08:00");
    }

    private SluiceSettings several(String ofTheSecond, String streamer) throws IOException {
        String one = Files.readString(
                Sample.settings(folder, "{source: shop.orders}").file());
        return SettingsFile.read(Files.writeString(
                folder.resolve("several.yaml"),
                one.replaceAll("source: (\\{host.*)\\}\n", "sources:\n  rds1: $1}\n  rds2: $1" + ofTheSecond + "}\n")
                                .replace(
                                        "{source: shop.orders}",
                                        "{source: {databases: shop, tables: orders}, target: orders}")
                        + streamer));
    }

    private static List<String> names(SluiceSettings settings) throws IOException {
        return read(Workflow.of(Side.BOTH, settings), ProcessDag.class).taskDefinitionList().stream()
                .map(Task::name)
                .toList();
    }
}
