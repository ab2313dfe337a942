package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.run.Procedure.Guard;
import io.github.sluice.coordinator.run.Procedure.Row;
import io.github.sluice.coordinator.run.Procedure.State;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page {@code docs/machine.md}, out of the declared procedure. */
final class ProcedurePage {
    private ProcedurePage() {}

    static String of(Procedure procedure) {
        StringBuilder page = new StringBuilder();
        page.append("""
                # The machine

                This page is generated from `Procedure.java` of the coordinator, by which every run goes: whatever acts on \
                a table asks it first. A test fails when the two differ; `-Dtest=ProcedurePageTest -Dgolden.write=true` \
                writes the page anew.

                What the table's state or a guard does not allow ends with 40, says why, and names what is possible \
                instead. Nothing has been changed then.

                ```mermaid
                stateDiagram-v2
                    [*] --> PLANNED
                """);
        for (Row row : procedure.rows()) {
            if (!row.stays() && row.act() != Procedure.Act.RESTART) {
                row.from().forEach(from -> page.append("    ")
                        .append(from)
                        .append(" --> ")
                        .append(row.to())
                        .append(": ")
                        .append(row.act().word())
                        .append('\n'));
            }
        }
        page.append("```\n\n");
        page.append("""
                A proven difference, or DDL under the copy, makes a table SPOILT, from wherever it is; `run --restart` \
                leads from everywhere to OPENED, but not over a batch topic that is proven and that nobody has let go of. \
                Without a streamer there is no CAPTURING, and the road ends with BATCH \
                GONE.

                ## What may be done

                | what | half | in state | guards | looks first at | does | leads to | undone by |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (Row row : procedure.rows()) {
            String from = row.from().size() == State.values().length
                    ? "any"
                    : row.from().stream().map(State::word).collect(Collectors.joining(", "));
            cells(
                    page,
                    "`" + row.act().word() + "`",
                    Procedure.word(row.half()),
                    from,
                    row.guards().isEmpty()
                            ? "–"
                            : row.guards().stream().map(ProcedurePage::word).collect(Collectors.joining(", ")),
                    row.observes(),
                    row.effect(),
                    row.stays() ? "the same" : row.to().word(),
                    row.undone());
        }
        page.append("""

                ## Guards

                Each looks at its own evidence, whatever the state is.

                | guard | holds when |
                | --- | --- |
                """);
        for (Guard guard : Guard.values()) {
            cells(page, word(guard), guard.sentence());
        }
        page.append("""

                ## States, and what `run --restart` does in each

                A run that is only begun again goes on in the state where it was. `--restart` gives the attempt up: the \
                next one takes away what it made, and only that. Refused, with 40, nothing has been announced or changed, so \
                that `drop-batch` still applies.

                | state | what holds | `run --restart` |
                | --- | --- | --- |
                """);
        for (State state : State.values()) {
            cells(page, state.word(), state.meaning(), state.restart());
        }
        return page.toString();
    }

    private static void cells(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String word(Guard guard) {
        return guard.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
