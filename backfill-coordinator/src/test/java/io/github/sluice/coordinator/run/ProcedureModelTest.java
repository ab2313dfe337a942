package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.run.Model.Fate;
import io.github.sluice.coordinator.run.Procedure.Act;
import io.github.sluice.coordinator.run.Procedure.Guard;
import io.github.sluice.coordinator.run.Procedure.Row;
import io.github.sluice.coordinator.run.Procedure.State;
import io.github.sluice.coordinator.settings.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sequence of eight commands and mishaps, from the beginning and from every state of an undisturbed run, through
 * the declared procedure: breadth first over all distinct states, so that nothing of that length is left out.
 */
@Timeout(300)
class ProcedureModelTest {
    private static final int DEPTH = 8;

    /** A command or a mishap; null when the procedure refuses it. */
    private interface Move {
        Model from(Procedure procedure, Model model);
    }

    private static final Map<String, Move> MOVES = moves();

    private static Map<String, Move> moves() {
        Map<String, Move> moves = new LinkedHashMap<>();
        moves.put("run --side source", (procedure, model) -> model.begins(procedure, false));
        moves.put("run --side source --restart", (procedure, model) -> model.begins(procedure, true));
        moves.put("run --side target", (procedure, model) -> model.follows());
        for (Step step : Step.values()) {
            for (Fate fate : Fate.values()) {
                moves.put(
                        step.word() + (fate == Fate.WELL ? "" : " " + fate),
                        (procedure, model) ->
                                asked(procedure, model, Act.of(step), step.half(), it -> it.performs(step, fate)));
            }
        }
        moves.put(
                "drop keeps",
                (procedure, model) -> asked(procedure, model, Act.LET_GO, Side.TARGET, Model::keepsBatch));
        moves.put("signoff", (procedure, model) -> asked(procedure, model, Act.SIGN, Side.TARGET, Model::signsOff));
        moves.put(
                "sluice drop-batch",
                (procedure, model) -> asked(procedure, model, Act.DROP_BATCH, Side.TARGET, Model::dropsBatch));
        moves.put("sluice verify", (procedure, model) -> asked(procedure, model, Act.VERIFY, Side.TARGET, it -> it));
        moves.put("sluice repair", (procedure, model) -> asked(procedure, model, Act.REPAIR, Side.SOURCE, it -> it));
        moves.put("DDL", (procedure, model) -> model.ddl());
        moves.put("DataX is killed half-way", (procedure, model) -> model.dataxIsKilled());
        moves.put("retention", (procedure, model) -> model.retention());
        moves.put("the connector fails", (procedure, model) -> model.connectorFails(true));
        moves.put("the connector runs again", (procedure, model) -> model.connectorFails(false));
        moves.put("the connector goes on", (procedure, model) -> model.connectorGoesOn());
        moves.put("StarRocks loses a row", (procedure, model) -> model.starRocksLosesARow());
        return moves;
    }

    /** A step that is done is said again; everything else goes through the procedure. */
    private static Model asked(Procedure procedure, Model model, Act act, Side half, UnaryOperator<Model> performed) {
        boolean again =
                act.isStep() && Stream.of(Step.values()).anyMatch(step -> Act.of(step) == act && model.isDone(step));
        if (!again && !procedure.row(act).allows(model.standing(half))) {
            return null;
        }
        return performed.apply(model);
    }

    /** What was seen on the way. */
    private record Explored(
            int states, Map<String, List<String>> violations, Set<State> reached, Set<String> refused) {}

    /** The state before, and the move from there. */
    private record Came(Model from, String by) {}

    private static List<String> path(Map<Model, Came> came, Model end) {
        LinkedList<String> path = new LinkedList<>();
        for (Came step = came.get(end); step.from() != null; step = came.get(step.from())) {
            path.addFirst(step.by());
        }
        return path;
    }

    private static Explored explore(Procedure procedure, Model start, int depth) {
        Map<Model, Came> came = new HashMap<>();
        Map<String, List<String>> violations = new LinkedHashMap<>();
        Set<State> reached = new LinkedHashSet<>();
        Set<String> refused = new LinkedHashSet<>();
        List<Model> edge = List.of(start);
        came.put(start, new Came(null, ""));
        for (int i = 0; i < depth; i++) {
            List<Model> next = new ArrayList<>();
            for (Model model : edge) {
                reached.add(model.standing(Side.TARGET).state());
                MOVES.forEach((name, move) -> {
                    Model after = move.from(procedure, model);
                    if (after == null) {
                        refused.add(name);
                        return;
                    }
                    if (came.putIfAbsent(after, new Came(model, name)) != null) {
                        return;
                    }
                    if (after.violation().isEmpty()) {
                        next.add(after);
                    } else {
                        violations.computeIfAbsent(after.violation(), broken -> path(came, after));
                    }
                });
            }
            edge = next;
        }
        return new Explored(came.size(), violations, reached, refused);
    }

    /** The states that an undisturbed run goes through, by the move that led there. */
    private static Map<String, Model> undisturbed() {
        Map<String, Model> states = new LinkedHashMap<>();
        Model model = Model.beginning();
        states.put("nothing", model);
        List<String> road = new ArrayList<>(List.of("run --side source", "run --side target"));
        Step.ofRun(true).stream().map(Step::word).forEach(road::add);
        road.add(road.indexOf("drop"), "signoff");
        for (String move : road) {
            model = MOVES.get(move).from(Procedure.DECLARED, model);
            assertThat(model).as(move).isNotNull();
            states.put(move, model);
        }
        assertThat(model.standing(Side.TARGET).state()).isEqualTo(State.IS_CUT_OVER);
        return states;
    }

    static Stream<Arguments> starts() {
        return undisturbed().entrySet().stream().map(state -> Arguments.of(state.getKey(), state.getValue()));
    }

    @ParameterizedTest(name = "after {0}")
    @MethodSource("starts")
    void noSequenceOfEightBreaksAGuarantee(String after, Model start) {
        Explored found = explore(Procedure.DECLARED, start, DEPTH);
        System.out.println("after " + after + ": " + found.states() + " states, reached " + found.reached());
        assertThat(found.violations()).isEmpty();
        assertThat(found.states()).as("states explored").isGreaterThan(500);
        assertThat(found.refused()).as("something is refused somewhere").isNotEmpty();
    }

    private static Row anywhere(Act act, Guard... without) {
        Row row = Procedure.DECLARED.row(act).from(State.values());
        for (Guard guard : without) {
            row = row.without(guard);
        }
        return row;
    }

    /** Declarations with a guard too few, and the guarantee that each of them breaks. */
    static Stream<Arguments> loosened() {
        return Stream.of(
                Arguments.of(
                        "let go without a sign-off",
                        Procedure.DECLARED.with(Procedure.DECLARED
                                .row(Act.LET_GO)
                                .from(State.VERIFIED, State.SIGNED_OFF)
                                .without(Guard.SIGNED)),
                        "the batch topic went without EQUAL and a sign-off"),
                Arguments.of(
                        "sign off and let go without EQUAL",
                        Procedure.DECLARED
                                .with(anywhere(Act.SIGN, Guard.EQUAL))
                                .with(anywhere(Act.LET_GO, Guard.EQUAL)),
                        "the batch topic went without EQUAL and a sign-off"),
                Arguments.of(
                        "drop-batch of whatever is there",
                        Procedure.DECLARED.with(
                                anywhere(Act.DROP_BATCH, Guard.EQUAL, Guard.SIGNED, Guard.BATCH_LET_GO)),
                        "the batch topic went without EQUAL and a sign-off"),
                Arguments.of(
                        "begin anew over what is proven",
                        Procedure.DECLARED.with(
                                Procedure.DECLARED.row(Act.RESTART).without(Guard.BATCH_REPLACEABLE)),
                        "another attempt took a proven batch topic away"),
                Arguments.of(
                        "the stream without its guards",
                        Procedure.DECLARED.with(anywhere(Act.GO_LIVE, Guard.EQUAL, Guard.SIGNED, Guard.BATCH_LET_GO)),
                        "the stream was applied before the batch was complete, verified and signed off"),
                Arguments.of(
                        "cut over without a stream",
                        Procedure.DECLARED.with(anywhere(Act.CUT_OVER, Guard.STREAMED)),
                        "CUT OVER without EQUAL and a stream"),
                Arguments.of(
                        "load and compare whatever is there",
                        Procedure.DECLARED
                                .with(anywhere(Act.LOAD_BATCH, Guard.SNAPSHOT_PROVEN))
                                .with(anywhere(Act.PROVE, Guard.SNAPSHOT_PROVEN)),
                        "data of two attempts was compared"),
                Arguments.of(
                        "copy without P0",
                        Procedure.DECLARED.with(anywhere(Act.COPY, Guard.PINNED)),
                        "a snapshot began without P0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loosened")
    void aGuardTooFewIsFound(String what, Procedure loosened, String violation) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        undisturbed().forEach((after, start) -> explore(loosened, start, 4)
                .violations()
                .forEach((broken, path) -> found.putIfAbsent(broken, path)));
        assertThat(found).as(what).containsKey(violation);
    }

    @Test
    void whatIsRefusedInAStateNamesWhatIsPossibleThere() {
        undisturbed().forEach((after, model) -> {
            for (Act act : Act.values()) {
                Standing standing = model.standing(Side.TARGET);
                if (!Procedure.DECLARED.row(act).allows(standing)) {
                    try {
                        Procedure.DECLARED.refuseUnlessLegal(act, standing);
                        throw new AssertionError(act + " was not refused after " + after);
                    } catch (Failure refused) {
                        assertThat(refused.getMessage())
                                .contains("possible now: ")
                                .endsWith(standing.batchStands() ? "verify" : "run --restart");
                    }
                }
            }
        });
    }
}
