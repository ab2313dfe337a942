package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a generated {@code kafka_acls.sh} asks for. The script runs in a shell as it is; in place of Kafka's tool, which
 * takes a JVM for every line, stands one that writes down what it is called with.
 */
final class GrantedAcls {
    private static final String END = "--end-of-call--";

    private GrantedAcls() {}

    /** Runs the script, with principals {@code User:source} and so on. */
    static List<AclBinding> of(Path script, Path folder) throws IOException, InterruptedException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path calls = folder.resolve("calls");
        Path tool = Files.writeString(
                tools.resolve("kafka-acls.sh"),
                "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done >>'" + calls + "'\necho " + END
                        + " >>'" + calls + "'\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PATH", tools + File.pathSeparator + System.getenv("PATH"),
                        "BOOTSTRAP", "broker:9092",
                        "ADMIN_CONFIG", "admin.properties",
                        "SOURCE", "User:source",
                        "TARGET", "User:target",
                        "CONNECT", "User:connect",
                        "STREAMER", "User:streamer"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        List<AclBinding> bindings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : Files.readAllLines(calls)) {
            if (word.equals(END)) {
                bindings.addAll(bindings(words));
                words.clear();
            } else {
                words.add(word);
            }
        }
        return bindings;
    }

    /** One call of the tool; an option that it does not have fails the test. */
    private static List<AclBinding> bindings(List<String> words) {
        String principal = "";
        PatternType pattern = PatternType.LITERAL;
        List<AclOperation> operations = new ArrayList<>();
        ResourceType type = ResourceType.UNKNOWN;
        String name = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--add" -> {}
                case "--bootstrap-server", "--command-config" -> i++;
                case "--allow-principal" -> principal = words.get(++i);
                case "--operation" -> operations.add(operation(words.get(++i)));
                case "--topic" -> {
                    type = ResourceType.TOPIC;
                    name = words.get(++i);
                }
                case "--group" -> {
                    type = ResourceType.GROUP;
                    name = words.get(++i);
                }
                case "--transactional-id" -> {
                    type = ResourceType.TRANSACTIONAL_ID;
                    name = words.get(++i);
                }
                case "--resource-pattern-type" ->
                    pattern = PatternType.fromString(words.get(++i).toUpperCase(Locale.ROOT));
                default -> throw new AssertionError("kafka-acls.sh has no " + words.get(i) + ": " + words);
            }
        }
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        String allowed = principal;
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(allowed, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    private static AclOperation operation(String word) {
        return AclOperation.valueOf(word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }
}
