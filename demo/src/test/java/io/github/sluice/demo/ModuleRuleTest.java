package io.github.sluice.demo;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The module table of the design as a test: dependencies point one way.
 *
 * <p>Why: what runs inside DataX and Connect is loaded beside other people's code and must drag in
 * nothing; both ends of the wire must be able to change without each other; and a product that
 * needs its own test servers to run cannot be installed.
 */
class ModuleRuleTest {
    private static final String ROOT = "io.github.sluice.";

    /** Module by package, and the modules that it may use (the design's table, without libraries). */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("wire", Set.of());
        MAY_USE.put("writer", Set.of("wire"));
        MAY_USE.put("kafkawriter", Set.of("wire", "writer"));
        MAY_USE.put("streamload", Set.of("wire"));
        MAY_USE.put("starrockswriter", Set.of("wire", "writer", "streamload"));
        MAY_USE.put("connect", Set.of("wire", "streamload"));
        MAY_USE.put("streamer", Set.of("wire"));
        MAY_USE.put("coordinator", Set.of("wire", "streamload", "templates"));
        MAY_USE.put("testbed", Set.of());
        MAY_USE.put(
                "benchmarks",
                Set.of("wire", "writer", "streamload", "kafkawriter", "connect", "streamer", "coordinator", "testbed"));
        MAY_USE.put(
                "demo", Set.of("wire", "streamload", "kafkawriter", "connect", "streamer", "coordinator", "testbed"));
    }

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.sluice", "com.starrocks.connector.kafka.transforms");

    @Test
    void everyModuleUsesOnlyWhatTheDesignAllows() {
        MAY_USE.forEach((module, allowed) -> {
            Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
            forbidden.removeAll(allowed);
            forbidden.remove(module);
            String[] packages =
                    forbidden.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that(resideInAPackage(ROOT + module + ".."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(packages))
                    .because(
                            "dependencies point one way: core (wire) <- what writers share (writer) <- plugins <- applications. "
                                    + module
                                    + " may use " + (allowed.isEmpty() ? "no other module" : allowed)
                                    + "; what both sides need belongs in wire-format, what only tests need in testbed.");
            rule.allowEmptyShould(false).check(classes);
        });
    }

    @Test
    void theCoreKnowsNeitherKafkaNorDataxNorJdbcNorHttp() {
        noClasses()
                .that(resideInAPackage(ROOT + "wire.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.kafka..", "com.alibaba..", "java.sql..", "org.apache.hc..", "org.slf4j.."))
                .because("wire-format is loaded inside DataX, Connect and our own programs alike: whatever it drags"
                        + " in meets an older copy of itself in one of them.")
                .check(classes);
    }

    @Test
    void whatWritersShareKnowsNeitherKafkaNorJdbcNorHttp() {
        noClasses()
                .that(resideInAPackage(ROOT + "writer.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "java.sql..", "org.apache.hc.."))
                .because("writer-core is packaged with every DataX writer and with the hook: a library that one of"
                        + " them needs would be forced on all.")
                .check(classes);
    }

    @Test
    void everyPackageBelongsToAModuleOfTheTable() {
        Set<String> unknown = classes.stream()
                .map(javaClass -> javaClass.getPackageName())
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.", 2)[0])
                .filter(module -> !MAY_USE.containsKey(module))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unknown)
                .as(
                        "packages outside %s: add the module to the table, and to the design",
                        Arrays.asList(MAY_USE.keySet().toArray()))
                .isEmpty();
    }
}
