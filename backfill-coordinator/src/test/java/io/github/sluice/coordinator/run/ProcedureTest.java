package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.run.Procedure.Act;
import io.github.sluice.coordinator.run.Procedure.Row;
import io.github.sluice.coordinator.run.Procedure.State;
import io.github.sluice.coordinator.settings.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProcedureTest {
    private static Standing after(Step last, boolean signedOff) {
        Set<Step> done = EnumSet.noneOf(Step.class);
        Step.ofRun(true).stream().filter(step -> step.compareTo(last) <= 0).forEach(done::add);
        return new Standing(
                "orders", 1, true, done, done.contains(Step.VERIFY), signedOff, false, last.compareTo(Step.DROP) >= 0);
    }

    @Test
    void theRoadLeadsThroughEveryStateToCutOver() {
        Standing standing = new Standing("orders", 1, true, Set.of(), false, false, false, false);
        assertThat(standing.state()).isEqualTo(State.OPENED);
        Set<State> reached = EnumSet.of(State.PLANNED, State.OPENED, State.SPOILT);
        for (Step step : Step.ofRun(true)) {
            if (step == Step.DROP) {
                assertThat(Procedure.DECLARED.legal(standing))
                        .contains(Act.SIGN)
                        .doesNotContain(Act.LET_GO);
                standing = after(Step.VERIFY, true);
                reached.add(standing.state());
            }
            Procedure.DECLARED.refuseUnlessLegal(Act.of(step), standing);
            standing = after(step, step.compareTo(Step.DROP) >= 0);
            reached.add(standing.state());
        }
        assertThat(standing.state()).isEqualTo(State.IS_CUT_OVER);
        assertThat(reached).as("every state").containsExactlyInAnyOrder(State.values());
    }

    @Test
    void aRunWithoutAStreamerEndsWithItsBatch() {
        Set<Step> done = EnumSet.of(Step.TABLE, Step.TOPICS);
        Procedure.DECLARED.refuseUnlessLegal(
                Act.COPY, new Standing("orders", 1, false, done, false, false, false, false));
        Standing end = new Standing("orders", 1, false, Set.copyOf(Step.ofRun(false)), true, true, false, true);
        assertThat(end.state()).isEqualTo(State.BATCH_GONE);
        assertThat(Procedure.DECLARED.legal(end)).containsExactly(Act.DROP_BATCH, Act.VERIFY, Act.RESTART);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VERIFY     |         | the control topic knows no attempt at it; run it first",
                "VERIFY     | CAPTURE | it has no finished snapshot",
                "REPAIR     | DROP    | its stream has not taken over",
                "LET_GO     | LOAD    | nothing says that its batch is EQUAL, and nobody has signed it off",
                "LET_GO     | VERIFY  | nobody has signed it off",
                "GO_LIVE    | VERIFY  | its batch has not been let go of",
                "CUT_OVER   | DROP    | its stream has not taken over",
                "COPY       | TOPICS  | it has no pinned position",
                "PROVE      | SNAPSHOT| its batch is not loaded",
                "SIGN       | LOAD    | nothing says that its batch is EQUAL",
                "MAKE_TABLE | LOAD    | it belongs to OPENED",
            })
    void whatIsTooEarlyOrTooLateIsRefusedWithTheReasonAndWhatIsPossible(Act act, Step last, String reason) {
        Standing standing = last == null ? Standing.nothing("orders", true) : after(last, false);
        assertThatThrownBy(() -> Procedure.DECLARED.refuseUnlessLegal(act, standing))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("orders: " + act.word() + " is refused: ")
                .hasMessageContaining(reason)
                .hasMessageContaining("The table is " + standing.state().word())
                .hasMessageEndingWith("possible now: "
                        + String.join(
                                ", ",
                                Procedure.DECLARED.legal(standing).stream()
                                        .map(Act::word)
                                        .toList()));
        assertThat(Procedure.DECLARED.legal(standing))
                .as("there is always a way")
                .isNotEmpty()
                .doesNotContain(act);
    }

    /** What is kept goes by somebody's word, and not because the table is begun anew. */
    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"VERIFY", "DROP", "STREAM", "CUTOVER"})
    void whatIsProvenAndStandsIsNotBegunAnew(Step last) {
        Standing dropped = after(last, true);
        Standing kept = new Standing("orders", 1, true, dropped.done(), true, true, false, false);
        assertThatThrownBy(() -> Procedure.DECLARED.refuseUnlessLegal(Act.RESTART, kept))
                .hasMessageContaining(
                        "run --restart is refused: its batch is proven and nobody has let go of the topic");
        assertThat(Procedure.DECLARED.legal(kept)).containsAnyOf(Act.LET_GO, Act.DROP_BATCH);
        if (last != Step.VERIFY) {
            Procedure.DECLARED.refuseUnlessLegal(Act.RESTART, dropped);
        }
        Procedure.DECLARED.refuseUnlessLegal(
                Act.RESTART, new Standing("orders", 1, true, dropped.done(), true, true, true, false));
    }

    @Test
    void aSpoiltAttemptGoesNowhere() {
        Standing spoilt = new Standing("orders", 3, true, Set.copyOf(Step.ofRun(true)), true, true, true, false);
        assertThat(Procedure.DECLARED.legal(spoilt)).containsExactly(Act.OPEN, Act.VERIFY, Act.RESTART);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void everyStepIsDeclaredForItsHalfAndLeadsOn(Step step) {
        Row row = Procedure.DECLARED.row(Act.of(step));
        assertThat(row.half()).isEqualTo(step.half());
        assertThat(row.from()).isNotEmpty().doesNotContain(row.to(), State.SPOILT);
        assertThat(row.guards()).contains(Procedure.Guard.ATTEMPT);
        assertThat(List.of(row.observes(), row.effect(), row.undone())).doesNotContain("");
        assertThat(row.guards().contains(Procedure.Guard.LIVE)).isEqualTo(step.live());
    }

    @Test
    void everyActHasOneRow() {
        assertThat(Procedure.DECLARED.rows().stream().map(Row::act)).containsExactly(Act.values());
        assertThat(Procedure.DECLARED.row(Act.VERIFY).half()).isEqualTo(Side.BOTH);
    }
}
