package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.PackagedPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is unpacked over a DataX home. */
@Timeout(60)
class PackagingIT {
    private static final Path HOME = Path.of("target", "datax");
    private static final String FOLDER = "plugin/writer/starrockswriterext";

    private final PackagedPlugin packaged = new PackagedPlugin(HOME);

    @Test
    void addsOnlyItsOwnFolders() throws Exception {
        assertThat(packaged.folders()).containsExactly("hook/sluice", FOLDER, FOLDER + "/libs");
    }

    @Test
    void pluginJsonNamesAClassThatIsInThePluginsJar() throws Exception {
        Configuration description =
                Configuration.from(Files.readString(HOME.resolve(FOLDER).resolve("plugin.json")));
        assertThat(description.getString("name")).isEqualTo("starrockswriterext");
        String name = description.getString("class").replace('.', '/');
        assertThat(packaged.classesIn(FOLDER)).contains(name + "$Job.class", name + "$Task.class");
    }

    @Test
    void everyClassIsJava8() throws Exception {
        assertThat(packaged.newerThanJava8()).isEmpty();
    }

    @Test
    void nothingThatDataXBringsItselfIsShipped() throws Exception {
        assertThat(packaged.thatDataxHas()).isEmpty();
    }
}
