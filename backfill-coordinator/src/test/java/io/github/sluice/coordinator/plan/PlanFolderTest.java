package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.PlanFolder.Change;
import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFolderTest {
    private static final PlannedFile JOB = new PlannedFile("job.json", "{}\n", false);
    private static final PlannedFile DDL = new PlannedFile("ddl.sql", "CREATE\n", false);
    private static final PlannedFile SCRIPT = new PlannedFile("job.sh", "#!/bin/sh\n", true);

    @TempDir
    Path folder;

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        assertThat(write(JOB, DDL)).containsValues(Change.WRITTEN);
        byte[] memory = Files.readAllBytes(folder.resolve(PlanFolder.MEMORY));
        assertThat(write(JOB, DDL))
                .containsEntry("job.json", Change.UNCHANGED)
                .containsEntry("ddl.sql", Change.UNCHANGED);
        assertThat(Files.readAllBytes(folder.resolve(PlanFolder.MEMORY))).isEqualTo(memory);
    }

    /** inventory #206 */
    @Test
    void everyFileIsItsOwnersAlone() throws IOException {
        write(JOB, DDL, SCRIPT);
        assertThat(mode("job.json")).isEqualTo("rw-------");
        assertThat(mode("ddl.sql")).isEqualTo("rw-------");
        assertThat(mode("job.sh")).isEqualTo("rwx------");
        assertThat(mode(PlanFolder.MEMORY)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(folder.resolve("ddl.sql"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(write(JOB, DDL, SCRIPT)).containsEntry("ddl.sql", Change.UNCHANGED);
        assertThat(mode("ddl.sql")).isEqualTo("rw-------");
    }

    @Test
    void whatIsPlannedNoLongerIsNamedAndLeft() throws IOException {
        write(JOB, DDL);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(new PlanFolder(folder).obsolete(List.of(DDL))).containsExactly("job.json");
        assertThat(folder.resolve("job.json")).exists();
        Files.delete(folder.resolve("job.json"));
        assertThat(new PlanFolder(folder).obsolete(List.of(DDL))).isEmpty();
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    /** inventory #88, #190 */
    @Test
    void aFileOfSomebodyElseStopsAllWriting() throws IOException {
        Files.writeString(folder.resolve("ddl.sql"), "mine");
        assertThatThrownBy(() -> write(JOB, DDL))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("ddl.sql");
        assertThat(folder.resolve("job.json")).doesNotExist();
        assertThat(folder.resolve("ddl.sql")).hasContent("mine");
    }

    @Test
    void whatWasEditedByHandIsKeptUnlessForced() throws IOException {
        write(DDL);
        Files.writeString(folder.resolve("ddl.sql"), "CREATE -- reviewed\n");
        PlannedFile changed = new PlannedFile("ddl.sql", "CREATE 2\n", false);
        assertThat(write(changed)).containsEntry("ddl.sql", Change.KEPT);
        assertThat(folder.resolve("ddl.sql")).hasContent("CREATE -- reviewed\n");
        assertThat(new PlanFolder(folder).write(List.of(changed), true, false))
                .containsEntry("ddl.sql", Change.WRITTEN);
        assertThat(folder.resolve("ddl.sql")).hasContent("CREATE 2\n");
    }

    @Test
    void whatWeWroteFollowsTheSettings() {
        write(DDL);
        assertThat(write(new PlannedFile("ddl.sql", "CREATE 2\n", false))).containsEntry("ddl.sql", Change.WRITTEN);
        assertThat(folder.resolve("ddl.sql")).hasContent("CREATE 2\n");
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() {
        assertThat(new PlanFolder(folder).write(List.of(JOB), false, true)).containsEntry("job.json", Change.WRITTEN);
        assertThat(folder).isEmptyDirectory();
    }

    private java.util.Map<String, Change> write(PlannedFile... files) {
        return new PlanFolder(folder).write(List.of(files), false, false);
    }
}
