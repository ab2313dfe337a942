package io.github.sluice.coordinator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a worker of DolphinScheduler does with a SHELL task, version by version: it fills in parameters, wraps the body,
 * starts it, and reads values out of what it prints (dolphinscheduler.md 4.2; written anew after the description).
 */
public enum DolphinVersion {
    V2_0_9(Wrap.SH, Reader.CUTS_TWO_CHARACTERS),
    V3_0_6(Wrap.SH, Reader.UP_TO_A_BRACKET),
    V3_1_9(Wrap.SH, Reader.UP_TO_A_BRACKET),
    V3_2_0(Wrap.BASH, Reader.SHORTEST),
    V3_2_2(Wrap.BASH, Reader.OVER_LINES),
    V3_3_0(Wrap.BASH, Reader.OVER_LINES);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w[\\w.]*)}");
    private static final Pattern TIME = Pattern.compile("\\$\\[([^\\$\\]]+)]");
    private static final Pattern YARN = Pattern.compile("application_\\d+_\\d+");
    private static final String BEGIN = "${setValue(";

    private enum Wrap {
        SH,
        BASH
    }

    private enum Reader {
        CUTS_TWO_CHARACTERS,
        UP_TO_A_BRACKET,
        SHORTEST,
        OVER_LINES
    }

    private final Wrap wrap;
    private final Reader reader;

    DolphinVersion(Wrap wrap, Reader reader) {
        this.wrap = wrap;
        this.reader = reader;
    }

    /** As people write it. */
    public String number() {
        return name().substring(1).replace('_', '.');
    }

    public boolean atLeast(DolphinVersion other) {
        return compareTo(other) >= 0;
    }

    /**
     * The body with its parameters.
     *
     * @throws AssertionError if the version would read something into it that is not meant
     */
    public static String filled(String body, Map<String, String> parameters) {
        String filled = PLACEHOLDER
                .matcher(body)
                .replaceAll(found -> Matcher.quoteReplacement(parameters.getOrDefault(found.group(1), found.group())));
        if (TIME.matcher(filled).find()) {
            throw new AssertionError("is taken for a time: " + filled);
        }
        if (YARN.matcher(filled).find()) {
            throw new AssertionError("is taken for an application of YARN: " + filled);
        }
        return filled;
    }

    /**
     * Writes what the worker would start, and says how it starts it.
     *
     * @param environment a file of the worker that is read before the body
     */
    public List<String> command(Path folder, Path environment, String filled) throws IOException {
        String begin = "BASEDIR=$(cd `dirname $0`; pwd)\ncd $BASEDIR\nsource " + environment + "\n";
        if (wrap == Wrap.BASH) {
            Path whole = executable(folder.resolve("task.sh"), "#!/bin/bash\n" + begin + filled);
            return List.of("bash", whole.toString());
        }
        Path body = executable(folder.resolve("task_node.sh"), filled);
        Path whole = executable(folder.resolve("task.command"), "#!/bin/sh\n" + begin + body);
        return List.of("sh", whole.toString());
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The values that later tasks get, of all that a task has printed on both its streams. */
    public Map<String, String> published(String printed) {
        if (reader == Reader.OVER_LINES) {
            return overLines(printed.lines().toList());
        }
        StringBuilder pool = new StringBuilder();
        for (String line : printed.lines().toList()) {
            if (line.startsWith(BEGIN)) {
                pool.append(cut(line)).append("$VarPool$");
            }
        }
        Map<String, String> values = new HashMap<>();
        for (String entry : pool.toString().split(Pattern.quote("$VarPool$"))) {
            if (entry.contains("=")) {
                String[] both = entry.split("=");
                values.put(both[0], both[1]);
            }
        }
        return values;
    }

    private String cut(String line) {
        if (reader == Reader.CUTS_TWO_CHARACTERS) {
            return line.substring(BEGIN.length(), line.length() - 2);
        }
        Matcher found = Pattern.compile(
                        reader == Reader.SHORTEST ? "[\\$#]\\{setValue\\((.*?)\\)}" : "[\\$#]\\{setValue\\(([^)]*)\\)}")
                .matcher(line);
        return String.valueOf(found.find() ? found.group(1) : null);
    }

    private static Map<String, String> overLines(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        StringBuilder open = null;
        for (String line : lines) {
            String rest = line;
            while (!rest.isEmpty()) {
                if (open == null) {
                    int at = rest.indexOf(BEGIN);
                    if (at < 0) {
                        break;
                    }
                    open = new StringBuilder();
                    rest = rest.substring(at);
                }
                int end = rest.indexOf(")}");
                if (end < 0) {
                    open.append(rest).append('\n');
                    break;
                }
                String[] both =
                        open.append(rest, 0, end).substring(BEGIN.length()).split("=", 2);
                values.put(both[0], both[1]);
                open = null;
                rest = rest.substring(end + 2);
            }
        }
        return values;
    }
}
