package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import java.util.Optional;
import java.util.regex.Pattern;

/** A generator of the six files in Python (inventory #183 to #191, #207, #208). */
final class GeneratorCode implements Detector {
    private static final Pattern GENERATOR =
            Pattern.compile("_datax_config\\.json|_create_table\\.sql|[-_]connect\\.json|\\bcamel_to_snake\\b");
    private static final Pattern FUNCTION = Pattern.compile("\\bdef\\s+\\w+\\s*\\(");
    private static final Pattern PATHS_OF_SOURCE =
            Pattern.compile("sink\\.properties\\.jsonpaths['\"]\\s*\\]?\\s*[=:][^\\n]*\\.\\s*column_name\\b");
    private static final Pattern NEW_NAMES = Pattern.compile("\\bnew_column_name\\b");
    private static final Pattern NULLABLE_IF_NO = Pattern.compile(
            "\\w*nullable\\w*\\s*=\\s*(?:True\\s+if\\s+\\w+\\s*==\\s*['\"]NO['\"]|\\(?\\s*\\w+\\s*==\\s*['\"]NO['\"])");
    private static final Pattern LAST_KEY_COLUMN =
            Pattern.compile("\\b\\w*key\\w*\\s*=\\s*\\w+\\s*\\.\\s*column_name\\b");
    private static final Pattern LENGTH_AND_PRECISION =
            Pattern.compile("\\bcharacter_maximum_length\\s*\\*\\s*3\\b|\\bnumeric_precision\\s*\\+\\s*1\\b");
    private static final Pattern COMMENT_AS_IT_IS =
            Pattern.compile("COMMENT\\s+\\\\?[\"']['\"]?\\s*\\+\\s*[\\w.]+(?!\\s*[\\w.(])");
    private static final Pattern NEVER_A_SHARD = Pattern.compile(
            "[\"']need_table[\"']\\s*:\\s*False\\b[^}]*[\"']complete_regex[\"']\\s*:\\s*True\\b", Pattern.DOTALL);
    private static final Pattern NEED_TABLE_SET = Pattern.compile("\\[\\s*[\"']need_table[\"']\\s*\\]\\s*=");
    private static final Pattern CHANNEL_IS_1 = Pattern.compile("[\"']channel[\"']\\s*:\\s*1\\b");
    private static final Pattern ERROR_LIMIT = Pattern.compile("[\"']errorLimit[\"']");
    private static final Pattern WRITES_CONNECTOR =
            Pattern.compile("\\bopen\\s*\\([^\\n]*[\"']([-_])connect\\.json[\"']");
    private static final Pattern GIVES_CONNECTOR = Pattern.compile("\\breturn\\b[^\\n]*[\"']([-_])connect\\.json[\"']");
    private static final Pattern LISTS = Pattern.compile("\\b(?:listdir|scandir|iterdir|glob)\\s*\\(");
    private static final Pattern REMOVES =
            Pattern.compile("\\bos\\s*\\.\\s*(?:remove|unlink)\\s*\\(|\\brmtree\\s*\\(|\\.unlink\\s*\\(");
    private static final Pattern ONLY_ITS_OWN = Pattern.compile("\\bin\\s+\\w*(?:written|manifest|own|generated)\\w*");
    private static final Pattern BEFORE_EACH_CAPITAL = Pattern.compile("\\(\\?<!\\^\\)\\(\\?=\\[A-Z\\]\\)");
    private static final Pattern WRITES_INTO_FOLDER = Pattern.compile("\\bopen\\s*\\(\\s*[\"'](\\w+)/[\"']\\s*\\+");
    private static final Pattern GIVES_NAME =
            Pattern.compile("\\breturn\\b[^\\n]*[\"'][^\"'\\n]*\\.(?:json|sh|sql)[\"']");

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText python : folder.texts(Language.PYTHON)) {
            Spot all = python.whole();
            if (all.has(GENERATOR)) {
                statements(all, report);
                connectors(all, report);
                jobs(all, report);
                files(all, report);
                all.first(BEFORE_EACH_CAPITAL)
                        .ifPresent(spot ->
                                report.add(KnownFault.NAMES_SPLIT_LETTER_BY_LETTER, spot, "re.sub: " + spot.code()));
            }
        }
    }

    private static void statements(Spot all, Report report) {
        all.first(NULLABLE_IF_NO).ifPresent(spot -> report.add(KnownFault.NULLABILITY_INVERTED, spot, spot.code()));
        all.first(LAST_KEY_COLUMN).ifPresent(spot -> report.add(KnownFault.TABLE_KEY_WRONG, spot, spot.code()));
        all.all(LENGTH_AND_PRECISION).forEach(spot -> report.add(KnownFault.TYPE_LOST, spot, spot.code()));
        all.first(COMMENT_AS_IT_IS).ifPresent(spot -> report.add(KnownFault.TEXT_UNQUOTED, spot, spot.code()));
    }

    private static void connectors(Spot all, Report report) {
        if (all.has(NEW_NAMES)) {
            all.first(PATHS_OF_SOURCE)
                    .ifPresent(spot -> report.add(KnownFault.PATHS_BY_SOURCE_NAME, spot, "jsonpaths: column_name"));
        }
        if (!all.has(NEED_TABLE_SET)) {
            all.first(NEVER_A_SHARD)
                    .ifPresent(spot ->
                            report.add(KnownFault.SHARDS_INDISTINCT, spot, "need_table: False, complete_regex: True"));
        }
    }

    private static void jobs(Spot all, Report report) {
        if (!all.has(ERROR_LIMIT)) {
            all.first(CHANNEL_IS_1)
                    .ifPresent(spot -> report.add(KnownFault.ONE_CHANNEL, spot, "channel: 1, no errorLimit"));
        }
    }

    private static void files(Spot all, Report report) {
        for (Spot body : all.blocks(FUNCTION)) {
            Optional<String> written = body.text(WRITES_CONNECTOR, 1);
            Optional<String> given = body.text(GIVES_CONNECTOR, 1);
            if (written.isPresent() && given.isPresent() && !written.equals(given)) {
                body.first(GIVES_CONNECTOR)
                        .ifPresent(spot -> report.add(
                                KnownFault.RETURNS_OTHER_NAME,
                                spot,
                                "open: " + written.get() + "connect.json, return: " + given.get() + "connect.json"));
            }
            if (body.has(LISTS) && !body.has(ONLY_ITS_OWN)) {
                body.first(REMOVES).ifPresent(spot -> report.add(KnownFault.FOLDER_WIPED, spot, spot.code() + "...)"));
            }
            body.text(WRITES_INTO_FOLDER, 1).ifPresent(into -> body.first(GIVES_NAME)
                    .filter(spot -> !spot.code().contains(into + "/"))
                    .ifPresent(spot -> report.add(
                            KnownFault.PATH_WITHOUT_FOLDER, spot, "open: " + into + "/..., " + spot.code())));
        }
    }
}
