package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a file, as it is unless told. */
class TableLocksTest extends TableLocksContract {
    @TempDir
    Path folder;

    @Override
    String where() {
        return folder.resolve("journal").toString();
    }

    @Test
    void aPlaceIsAFolderOnAMachineAndEveryHoldingHasItsOwnName() {
        Holder one = Holder.here(folder.resolve("a"));
        Holder again = Holder.here(folder.resolve("a"));
        assertThat(again.place()).isEqualTo(one.place());
        assertThat(again.id()).isNotEqualTo(one.id());
        assertThat(Holder.here(folder.resolve("b")).place()).isNotEqualTo(one.place());
        assertThat(one.who()).contains("process " + ProcessHandle.current().pid());
    }
}
