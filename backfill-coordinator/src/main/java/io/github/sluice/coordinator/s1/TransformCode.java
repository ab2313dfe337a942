package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.util.List;
import java.util.regex.Pattern;

/** A decrypting Connect transform in Java (inventory #179 to #182). */
final class TransformCode implements Detector {
    private static final Pattern TRANSFORM = Pattern.compile("\\bimplements\\s+Transformation\\s*<");
    private static final Pattern APPLY =
            Pattern.compile("\\bapply\\s*\\(\\s*(?:final\\s+)?\\w+\\s+(\\w+)\\s*\\)[^{;]*\\{");
    private static final Pattern CATCH = Pattern.compile("\\bcatch\\s*\\([^)]*\\)\\s*\\{");
    private static final Pattern THROWS = Pattern.compile("\\bthrow\\b");
    private static final Pattern CAST = Pattern.compile("\\(\\s*String\\s*\\)\\s*\\w+\\s*\\.\\s*value\\s*\\(\\s*\\)");
    private static final Pattern ASKS_TYPE = Pattern.compile("\\binstanceof\\b");
    private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|encrypt");
    private static final Pattern REFERENCE = Pattern.compile("(?i)ref(?:erence)?\\b|_REF\\b");
    private static final Pattern STRING = Pattern.compile("(?:\\w+\\s*\\.\\s*)*Type\\s*\\.\\s*STRING");
    private static final Pattern DOUBLES =
            Pattern.compile("\\bUseBigDecimalForDoubles\\b|\\bUseBigDecimalForFloats\\b|\\bdoubleValue\\s*\\(\\s*\\)");

    /** With headers it has one more. */
    private static final int ARGUMENTS_WITHOUT_HEADERS = 7;

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText java : folder.texts(Language.JAVA)) {
            Spot all = java.whole();
            if (all.has(TRANSFORM)) {
                failures(all, report);
                records(all, report);
                settings(all, report);
                all.first(DOUBLES).ifPresent(spot -> report.add(KnownFault.DECIMALS_AS_DOUBLE, spot, spot.code()));
            }
        }
    }

    private static void failures(Spot all, Report report) {
        String record = all.text(APPLY, 1).orElse("record");
        Pattern gives = Pattern.compile("\\breturn\\s+" + Pattern.quote(record) + "\\s*;");
        for (Spot body : all.blocks(APPLY)) {
            for (Spot handler : body.blocks(CATCH)) {
                if (!handler.has(THROWS)) {
                    handler.first(gives)
                            .ifPresent(spot ->
                                    report.add(KnownFault.ENCRYPTED_RECORD_PASSED_ON, spot, "catch: " + spot.code()));
                }
            }
        }
    }

    private static void records(Spot all, Report report) {
        for (Call call : all.calls("newRecord")) {
            if (call.arguments().size() == ARGUMENTS_WITHOUT_HEADERS) {
                report.add(KnownFault.HEADERS_DROPPED, call.head(), "newRecord(...), no headers");
            }
        }
        if (!all.has(ASKS_TYPE)) {
            all.first(CAST).ifPresent(spot -> report.add(KnownFault.HEADERS_DROPPED, spot, spot.code()));
        }
    }

    private static void settings(Spot all, Report report) {
        for (Call call : all.calls("define")) {
            List<String> arguments = call.arguments();
            if (arguments.size() > 1
                    && SECRET.matcher(arguments.get(0)).find()
                    && !REFERENCE.matcher(arguments.get(0)).find()
                    && STRING.matcher(arguments.get(1)).matches()) {
                report.add(KnownFault.SECRET_IN_CONFIG_TYPE, call.head(), arguments.get(0) + ", " + arguments.get(1));
            }
        }
    }
}
