package io.github.sluice.testbed.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedLibrariesTest {
    @TempDir
    private Path folder;

    @Test
    void whereTheProgramRunsNothingIsAdded() throws Exception {
        assertThat(SharedLibraries.environmentFor(program("exit 0"))).isEmpty();
    }

    @Test
    void aLibraryThatNoKnownPackageHoldsIsNamed() throws Exception {
        Path program = program("echo \"$0: error while loading shared libraries: libodd.so.7: "
                + "cannot open shared object file: No such file or directory\" >&2; exit 127");
        assertThatThrownBy(() -> SharedLibraries.environmentFor(program))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("MySQL needs the shared library libodd.so.7: install it");
    }

    @Test
    void anyOtherFaultOfTheProgramIsShownAsItIs() throws Exception {
        Path program = program("echo 'Illegal instruction' >&2; exit 132");
        assertThatThrownBy(() -> SharedLibraries.environmentFor(program))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 132")
                .hasMessageContaining("Illegal instruction");
    }

    private Path program(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("mysqld"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
