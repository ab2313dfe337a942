package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.run.KillSwitch.How;
import io.github.sluice.coordinator.run.KillSwitch.Killed;
import io.github.sluice.coordinator.settings.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code sluice run --dry-run} foretells, against what the real halves then ask of simulated servers: the same
 * requests that change something, in the same order, and none by the dry run itself.
 */
@Timeout(120)
class DryRunSimulationTest {
    /** Every call of the world that changes something, as {@link Change} names it. */
    private static final List<String> CHANGING = List.of(
            "UnfinishedLoads.cancelAll",
            "TargetServer.createDatabase",
            "TargetServer.create",
            "TargetServer.truncate",
            "TopicsAndGroups.create",
            "TopicsAndGroups.delete",
            "TopicsAndGroups.commit",
            "TopicsAndGroups.deleteGroup",
            "Connectors.put",
            "Connectors.delete",
            "Connectors.restartFailed",
            "DataX");

    /** A run is killed at every so many-th call; 1 tries them all, in minutes. */
    private static final int EVERY = Integer.getInteger("sluice.simulated.every", 13);

    @TempDir
    Path folder;

    /** A call as a change; empty for one that only looks. */
    private static String change(String call) {
        String[] words = call.split(" ", 2);
        String name = words.length < 2 ? "" : words[1];
        return switch (words[0]) {
            case "UnfinishedLoads.cancelAll" -> "cancel loads " + name;
            case "TargetServer.createDatabase" -> "create database ods if it is not there";
            case "TargetServer.create" ->
                "create table "
                        + name.replaceAll("(?s)CREATE TABLE (?:IF NOT EXISTS )?`?(\\w+)`?\\.`?(\\w+)`?.*", "$1.$2");
            case "TargetServer.truncate" -> "empty table ods." + name;
            case "TopicsAndGroups.create" -> "create topic " + name;
            case "TopicsAndGroups.delete" -> "delete topic " + name;
            case "TopicsAndGroups.commit" -> "set offsets " + name;
            case "TopicsAndGroups.deleteGroup" -> "delete group " + name;
            case "Connectors.put" -> "put connector " + name;
            case "Connectors.delete" -> "delete connector " + name;
            case "DataX" -> name.equals("starts") ? "start datax" : "";
            default -> "";
        };
    }

    private static List<String> made(KillSwitch process) {
        List<String> made = new ArrayList<>();
        for (String call : process.asked()) {
            String change = change(call);
            if (!change.isEmpty()) {
                made.add(change);
            }
        }
        return made;
    }

    /** What a dry run says would change, which it says as text, too, and changes none of. */
    private static List<String> foretold(SimHouse house, Side side, boolean afresh) throws Exception {
        String before = end(house);
        KillSwitch looking = KillSwitch.never();
        List<String> foretold = house.process(side, looking, afresh, (options, work) -> {
            DryRun dry = DryRun.at(work, options);
            List<String> changes = dry.changes().stream().map(Change::toString).toList();
            assertThat(dry.describe().stream()
                            .filter(line -> line.startsWith("      - "))
                            .map(line -> line.substring("      - ".length())))
                    .as("what is printed")
                    .containsExactlyElementsOf(changes);
            return changes;
        });
        assertThat(made(looking)).as("a dry run changes nothing").isEmpty();
        assertThat(end(house)).isEqualTo(before);
        return foretold;
    }

    /** A DataX that outlives a killed run ends by itself. */
    private static String end(SimHouse house) {
        return house.servers.end().replaceAll("DataX \\d+", "");
    }

    /**
     * Table files are put into a folder and the comparison is simulated with its topic, so neither is asked of a server here;
     * and DataX is one, whatever its job is called.
     */
    private static List<String> ofServers(List<String> foretold) {
        return foretold.stream()
                .filter(change -> !change.matches("(put|remove) table file .*|(create|delete) topic .*-compare-.*"))
                .map(change -> change.replaceAll("^start datax .*", "start datax"))
                .map(change -> change.replace("`", ""))
                .toList();
    }

    private static void runsAsForetold(SimHouse house, boolean afresh, String when) throws Exception {
        List<String> foretold = ofServers(foretold(house, Side.BOTH, afresh));
        KillSwitch process = KillSwitch.never();
        assertThat(house.run(Side.BOTH, process, afresh).code()).isEqualTo(ExitCode.DONE);
        assertThat(made(process)).as(when).containsExactlyElementsOf(foretold);
    }

    private static void runUntil(SimHouse house, Step until) throws Exception {
        house.process(Side.BOTH, KillSwitch.never(), false, (options, work) -> new Backfill(
                        house.settings(), House.until(options, until), work.board(), step -> {})
                .run(work));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstRunAsksWhatWasForetold(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder.resolve("first"), live);
        List<String> foretold = foretold(house, Side.BOTH, false);
        assertThat(foretold).isNotEmpty();
        assertThat(foretold.stream().filter(change -> change.startsWith("put table file ")))
                .hasSize(live ? 1 : 0);
        assertThat(foretold.stream().filter(change -> change.contains("-compare-")))
                .containsExactlyElementsOf(
                        live
                                ? List.of(
                                        "create topic sim-control-compare-orders",
                                        "delete topic sim-control-compare-orders")
                                : List.of());
        runsAsForetold(house, false, "first");
        assertThat(foretold(house, Side.BOTH, false)).as("all is done").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableThatIsMovedAgainIsForetold(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder.resolve("again"), live);
        runsAsForetold(house, false, "first");
        assertThat(foretold(house, Side.BOTH, true)).anyMatch(change -> change.startsWith("empty table "));
        runsAsForetold(house, true, "again");
    }

    /** After each step that a run may end with, the rest is foretold and nothing of what is done. */
    @ParameterizedTest
    @CsvSource({"drop, TABLE", "keep, LOAD", "ttl:30, VERIFY"})
    void theRestOfARunIsForetold(String batchTopic, Step first) throws Exception {
        for (Step until : Step.ofRun(true).stream()
                .filter(step -> step.compareTo(first) >= 0)
                .toList()) {
            SimHouse house = new SimHouse(
                    folder.resolve("until-" + until.word()),
                    true,
                    "{cutover: auto, batchTopic: \"" + batchTopic + "\"}");
            runUntil(house, until);
            runsAsForetold(house, false, batchTopic + " after " + until);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBatchGoesWhenItsTimeIsOverAndNoDayEarlier(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder.resolve("kept"), live, "{cutover: auto, batchTopic: \"ttl:30\"}");
        assertThat(house.run(Side.BOTH, KillSwitch.never(), false).code()).isEqualTo(ExitCode.DONE);
        house.servers.letPass(Duration.ofDays(29));
        runsAsForetold(house, false, "a day too early");
        assertThat(house.servers.end()).contains("sluice_all.orders");
        house.servers.letPass(Duration.ofDays(2));
        List<String> due = foretold(house, Side.BOTH, false);
        assertThat(due)
                .as("a stream that has taken over has removed the connector already")
                .containsExactlyElementsOf(
                        live
                                ? List.of("delete topic sluice_all.orders")
                                : List.of(
                                        "delete connector sluice_all.orders-connect",
                                        "delete group connect-sluice_all.orders-connect",
                                        "delete topic sluice_all.orders"));
        runsAsForetold(house, false, "when its time is over");
        assertThat(foretold(house, Side.BOTH, false)).as("it goes once").isEmpty();
    }

    /** Each half foretells its own part from its own journal and what the other half has said. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachHalfForetellsWhatItDoesItself(boolean live) throws Exception {
        SimHouse house = new SimHouse(folder.resolve("halves"), live);
        for (String when : List.of("first", "when all is done")) {
            Map<Side, List<String>> foretold = new EnumMap<>(Side.class);
            Map<Side, KillSwitch> processes = new EnumMap<>(Side.class);
            for (Side side : List.of(Side.SOURCE, Side.TARGET)) {
                foretold.put(side, ofServers(foretold(house, side, false)));
                processes.put(side, KillSwitch.never());
            }
            TableOutcome outcome = KillSimulationTest.beside(
                    new Side[] {Side.SOURCE, Side.TARGET}, side -> house.run(side, processes.get(side), false));
            assertThat(outcome.code()).as(outcome.message()).isEqualTo(ExitCode.DONE);
            processes.forEach((side, process) ->
                    assertThat(made(process)).as(side + " " + when).containsExactlyElementsOf(foretold.get(side)));
            assertThat(foretold.get(Side.TARGET).isEmpty()).isEqualTo(!when.equals("first"));
        }
    }

    /** What a killed run has done before it knew of it is not done again, and what it has not done is foretold. */
    @ParameterizedTest
    @CsvSource({"BEFORE_ITS_EFFECT, false", "AFTER_ITS_EFFECT, false", "AFTER_ITS_EFFECT, true"})
    void afterAKillTheRestIsForetold(How how, boolean inTwoMySqls) throws Exception {
        SimTable table = inTwoMySqls ? SimTable.ORDERS_OF_TWO : SimTable.ORDERS;
        KillSwitch counting = KillSwitch.never();
        new SimHouse(folder.resolve("counting"), true, table).run(Side.BOTH, counting, false);
        int compared = 0;
        for (int at = 1 + 3 * how.ordinal(); at <= counting.calls(); at += EVERY) {
            SimHouse house = new SimHouse(folder.resolve("killed-" + at), true, table);
            KillSwitch killed = new KillSwitch(at, how);
            try {
                house.run(Side.BOTH, killed, false);
            } catch (Killed dead) {
                // as it was meant
            }
            List<String> foretold = ofServers(foretold(house, Side.BOTH, false));
            KillSwitch process = KillSwitch.never();
            TableOutcome outcome = house.run(Side.BOTH, process, false);
            if (outcome.code() == ExitCode.DONE) {
                assertThat(made(process)).as(killed.where()).containsExactlyElementsOf(foretold);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(counting.calls() / (2 * EVERY));
    }

    @Test
    void everyCallThatChangesSomethingIsKnownHere() {
        for (Class<?> type : List.of(
                io.github.sluice.coordinator.starrocks.TargetServer.class,
                io.github.sluice.coordinator.starrocks.UnfinishedLoads.class,
                io.github.sluice.coordinator.kafka.TopicsAndGroups.class,
                io.github.sluice.coordinator.connect.Connectors.class)) {
            for (java.lang.reflect.Method method : type.getMethods()) {
                boolean looks = method.getName()
                        .matches(
                                "fullName|columns|count|rows|shape|ranges|committedEnds|ends|committed|close|config|status|await\\w*");
                assertThat(looks || CHANGING.contains(type.getSimpleName() + "." + method.getName()))
                        .as(method.toString())
                        .isTrue();
            }
        }
    }
}
