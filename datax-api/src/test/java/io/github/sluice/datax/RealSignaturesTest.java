package io.github.sluice.datax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.alibaba.datax.common.util.Configuration;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a plugin can name in our API it can name in a real DataX, under the same signature. */
class RealSignaturesTest {
    @Test
    void everyVisibleMemberOfOursExistsInTheRealOne() throws Exception {
        assumeThat(RealDatax.home())
                .as("no real DataX to compare with: give -Ddatax.home=DIR")
                .isPresent();
        List<String> classes = ourClasses();
        assertThat(classes).hasSizeGreaterThan(30);
        List<String> missing = new ArrayList<>();
        int compared = 0;
        try (URLClassLoader real = RealDatax.realLoader(RealDatax.home().orElseThrow())) {
            for (String name : classes) {
                Class<?> ours = Class.forName(name);
                if (!visible(ours.getModifiers())) {
                    continue;
                }
                Set<String> there = signatures(real.loadClass(name));
                for (String signature : signatures(ours)) {
                    compared++;
                    if (!there.contains(signature)) {
                        missing.add(name + ": " + signature);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(compared).isGreaterThan(300);
        System.out.println(compared + " members of " + classes.size() + " classes are the same in "
                + RealDatax.home().orElseThrow());
    }

    private static List<String> ourClasses() throws URISyntaxException, IOException {
        Path root = Path.of(Configuration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    /** The class line and all public and protected members, its own and those inherited from DataX's classes. */
    private static Set<String> signatures(Class<?> type) {
        Set<String> signatures = new TreeSet<>();
        signatures.add("is " + Modifier.toString(type.getModifiers() & ~Modifier.SYNCHRONIZED) + " "
                + (type.isInterface()
                        ? ""
                        : "class extends " + type.getSuperclass().getName())
                + Arrays.stream(type.getInterfaces())
                        .map(Class::getName)
                        .sorted()
                        .collect(Collectors.joining(",", " ", "")));
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (visible(each.getModifiers()) && !each.isSynthetic()) {
                signatures.add("constructor " + describe(each, each.getParameterTypes(), each.getExceptionTypes()));
            }
        }
        for (Class<?> owner = type; owner != null && inDatax(owner); owner = owner.getSuperclass()) {
            for (Field each : owner.getDeclaredFields()) {
                if (visible(each.getModifiers()) && !each.isSynthetic()) {
                    signatures.add("field " + Modifier.toString(each.getModifiers()) + " " + each.getGenericType() + " "
                            + each.getName());
                }
            }
            for (Method each : owner.getDeclaredMethods()) {
                if (visible(each.getModifiers()) && !each.isSynthetic()) {
                    signatures.add("method " + each.getGenericReturnType() + " " + each.getName() + " "
                            + describe(each, each.getParameterTypes(), each.getExceptionTypes()));
                }
            }
        }
        return signatures;
    }

    private static boolean inDatax(Class<?> type) {
        return type.getName().startsWith("com.alibaba.datax.");
    }

    private static String describe(Member member, Class<?>[] parameters, Class<?>[] exceptions) {
        return Modifier.toString(member.getModifiers() & ~Modifier.TRANSIENT & ~Modifier.VOLATILE) + " "
                + Arrays.stream(parameters).map(Class::getName).toList()
                + Arrays.stream(exceptions).map(Class::getName).sorted().toList();
    }

    private static boolean visible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
