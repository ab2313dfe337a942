package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcedurePageTest {
    private static final Path PAGE = Path.of("..", "docs", "machine.md");

    @Test
    void thePageSaysWhatIsDeclared() throws IOException {
        String page = ProcedurePage.of(Procedure.DECLARED);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(page)
                .as("docs/machine.md is stale: run this test with -Dgolden.write=true and review the difference")
                .isEqualToNormalizingNewlines(Files.readString(PAGE));
    }

    @Test
    void aChangedDeclarationMakesThePageStale() {
        Procedure changed = Procedure.DECLARED.with(
                Procedure.DECLARED.row(Procedure.Act.LET_GO).without(Procedure.Guard.SIGNED));
        assertThat(ProcedurePage.of(changed)).isNotEqualTo(ProcedurePage.of(Procedure.DECLARED));
    }
}
