package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords and keys that stand in a file (inventory #206). The evidence is their name; what they are is told to the
 * report alone, so that nothing else says it.
 */
final class InlineSecrets implements Detector {
    private static final Pattern NAME = Pattern.compile(
            "(?i)(?:.*[._-])?(?:\\w*password|\\w*passwd|\\w*secret|secret[._]?key|\\w*token|sasl\\.jaas\\.config"
                    + "|encryption_?key|aes_?key)");
    private static final Pattern NO_SECRET =
            Pattern.compile("\\s*|env:.*|file:.*|\\$\\{.*}|\\*+|(?i:change_?me)|<[^>]*>", Pattern.DOTALL);
    private static final String JAAS = "sasl.jaas.config";
    private static final Pattern IN_JAAS = Pattern.compile("password\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern IN_URL =
            Pattern.compile("(?i)[?&](?:password|trustCertificateKeyStorePassword)=([^&]+)");
    private static final Pattern USER_IN_URL = Pattern.compile("://[^/@:]+:([^/@]+)@");
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)\\b(\\w*(?:password|passwd|secret(?:[._]key)?|hex_key|aes_key|encrypt\\w*key|token))[\"']?"
                    + "\\s*[:=]\\s*[rfb]?([\"'])((?:(?!\\2)[^\\n])+)\\2");
    private static final Pattern HEX = Pattern.compile("[\"']((?:[0-9a-fA-F]{16}){2,4})[\"']");
    private static final Pattern SHELL =
            Pattern.compile("(?i)(?<!\\S)(\\w*(?:password|passwd|secret|token))=([\"']?)([^\\s\"'$]+)\\2");
    private static final Pattern TEXT_ARGUMENT = Pattern.compile("[\"']([^\"'\\n]+)[\"']");
    private static final Pattern PORT = Pattern.compile("\\d{2,5}");

    @Override
    public void look(S1Folder folder, Report report) {
        for (JsonPlace document : folder.documents()) {
            String mode = mode(folder, document.file());
            json("", document, mode, report);
        }
        for (SourceText text : folder.texts()) {
            String mode = mode(folder, text.file());
            switch (text.language()) {
                case PROPERTIES -> properties(text, mode, report);
                case SHELL -> assigned(text, SHELL, mode, report);
                case JAVA, PYTHON -> program(text, mode, report);
                case SQL -> {}
            }
        }
    }

    private static void json(String name, JsonPlace place, String mode, Report report) {
        place.fields().forEach((key, value) -> {
            // names of columns, whatever they are
            if (!key.equals("column_mapping") && !key.equals("types")) {
                json(key, value, mode, report);
            }
        });
        place.elements().forEach(element -> json(name, element, mode, report));
        if (!place.is(Kind.TEXT)) {
            return;
        }
        if (NAME.matcher(name).matches() && isSecret(place.text())) {
            report.secret(place.text());
            report.add(KnownFault.SECRET_IN_CLEAR, place, name + mode);
        }
        for (Pattern inUrl : List.of(IN_URL, USER_IN_URL)) {
            Matcher found = inUrl.matcher(place.text());
            if (found.find() && isSecret(found.group(1))) {
                report.secret(found.group(1));
                report.add(KnownFault.SECRET_IN_CLEAR, place, name + mode);
            }
        }
    }

    private static void properties(SourceText text, String mode, Report report) {
        for (PropertiesText.Entry entry : PropertiesText.of(text).entries()) {
            String secret = entry.value();
            if (entry.name().endsWith(JAAS)) {
                Matcher password = IN_JAAS.matcher(entry.value());
                secret = password.find() ? password.group(1) : "";
            }
            if (NAME.matcher(entry.name()).matches() && isSecret(secret)) {
                report.secret(secret);
                report.add(KnownFault.SECRET_IN_CLEAR, text.file(), entry.line(), entry.name() + mode);
            }
        }
    }

    private static void program(SourceText text, String mode, Report report) {
        Set<Integer> told =
                text.language() == Language.PYTHON ? assigned(text, ASSIGNED, mode, report) : new HashSet<>();
        for (Spot spot : text.whole().all(HEX)) {
            spot.text(HEX, 1).ifPresent(report::secret);
            if (told.add(spot.line())) {
                report.add(KnownFault.SECRET_IN_CLEAR, spot, "AES" + mode);
            }
        }
        if (text.language() == Language.PYTHON) {
            arguments(text, mode, told, report);
        }
    }

    /** Host, port, user, password: what a connection is made of, whoever makes it. */
    private static void arguments(SourceText text, String mode, Set<Integer> told, Report report) {
        for (Call call : text.whole().calls("\\w+")) {
            List<String> arguments = call.arguments();
            if (arguments.size() >= 4
                    && TEXT_ARGUMENT.matcher(arguments.get(0)).matches()
                    && PORT.matcher(arguments.get(1)).matches()
                    && TEXT_ARGUMENT.matcher(arguments.get(2)).matches()) {
                Matcher password = TEXT_ARGUMENT.matcher(arguments.get(3));
                if (password.matches() && isSecret(password.group(1))) {
                    report.secret(password.group(1));
                    if (told.add(call.line())) {
                        report.add(
                                KnownFault.SECRET_IN_CLEAR,
                                call.head(),
                                call.head().code() + "..., 4)" + mode);
                    }
                }
            }
        }
    }

    private static Set<Integer> assigned(SourceText text, Pattern pattern, String mode, Report report) {
        Set<Integer> told = new HashSet<>();
        for (Spot spot : text.whole().all(pattern)) {
            String secret = spot.text(pattern, 3).orElse("");
            if (isSecret(secret)) {
                report.secret(secret);
                if (told.add(spot.line())) {
                    report.add(
                            KnownFault.SECRET_IN_CLEAR,
                            spot,
                            spot.text(pattern, 1).orElse("") + mode);
                }
            }
        }
        return told;
    }

    /** Whether a text may be a secret itself; references and blanks are none. */
    static boolean isSecret(String text) {
        return !NO_SECRET.matcher(text).matches();
    }

    /** Who may read the file, where that is somebody else than its owner. */
    private static String mode(S1Folder folder, String file) {
        Path path = folder.path().resolve(file);
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            boolean open = permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
            return open ? " (" + PosixFilePermissions.toString(permissions) + ")" : "";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
