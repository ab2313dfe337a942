package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.util.List;
import java.util.regex.Pattern;

/** A DataX writer in Java that sends into Kafka (inventory #164 to #173, #177, #178). */
final class WriterCode implements Detector {
    private static final Pattern RECEIVER = Pattern.compile("\\bRecordReceiver\\b");
    private static final Pattern PRODUCER = Pattern.compile("\\bProducerRecord\\b|\\bKafkaProducer\\b");
    private static final Pattern TASK = Pattern.compile("\\bclass\\s+\\w+\\s+extends\\s+Writer\\s*\\.\\s*Task\\b");
    private static final Pattern OTHER_CODES_WORDS = Pattern.compile(
            "\\b(\\w+)\\s*\\.\\s*(\\w+)\\s*,\\s*\\1\\s*\\.\\s*(?!\\2\\b)\\w+" + "\\s*\\.\\s*getDescription\\s*\\(");
    private static final Pattern SPLIT =
            Pattern.compile("\\bsplit\\s*\\(\\s*(?:final\\s+)?int\\s+\\w+\\s*\\)[^{;]*\\{");
    private static final Pattern ADDS_A_NAME = Pattern.compile("\\.\\s*add\\s*\\(\\s*(?:this\\s*\\.\\s*)?\\w+\\s*\\)");
    private static final Pattern COPIES =
            Pattern.compile("\\.\\s*clone\\s*\\(|\\bConfiguration\\s*\\.\\s*from|\\bnewDefault\\s*\\(");
    private static final Pattern NO_ACKS = Pattern.compile("\"acks\"\\s*,[^;\\n]*\"0\"");
    private static final Pattern LOOP =
            Pattern.compile("\\b(?:while|for)\\s*\\([^{}]*\\bgetFromReader\\b[^{}]*\\)\\s*\\{");
    private static final Pattern WRITE_TYPE =
            Pattern.compile("(?i)write_?type.*(?:equals|==)|(?:equals|==).*write_?type", Pattern.DOTALL);
    private static final Pattern READS_WRITE_TYPE =
            Pattern.compile("\\bWriteType\\s*\\.\\s*(?:valueOf|of|parse|from)\\w*\\s*\\(");
    private static final Pattern THROWS = Pattern.compile("\\bthrow\\b");
    private static final String LOG = "(?i:log|logger)\\s*\\.\\s*(?:trace|debug|info|warn|error)";
    private static final Pattern WHOLE_CONFIGURATION = Pattern.compile(
            "(?:this\\.)?\\w*[cC]onf(?:ig(?:uration)?)?(?:\\s*\\.\\s*(?:toJSON|toString|beautify)\\(\\))?"
                    + "|(?:super\\.|this\\.)?getPluginJobConf\\(\\)(?:\\s*\\.\\s*\\w+\\(\\))?");
    private static final Pattern DIGEST = Pattern.compile("(?i)md5|\\bDigestUtils\\s*\\.");
    private static final Pattern ENCRYPTS = Pattern.compile("(?i)encrypt");
    private static final Pattern APPENDED_AS_IT_IS =
            Pattern.compile("\\bappend\\s*\\(\\s*\\w+\\s*\\.\\s*asString\\s*\\(\\s*\\)\\s*\\)");
    private static final Pattern ONE_CHARACTER_CUT = Pattern.compile("\\bsetLength\\s*\\([^;]*-\\s*1\\s*\\)");
    private static final Pattern RAW_DATA_IN_MAP =
            Pattern.compile("\\bput\\s*\\(\\s*\\w+\\s*,\\s*\\w+\\s*\\.\\s*getRawData\\s*\\(\\s*\\)\\s*\\)");
    private static final Pattern IN_FLIGHT = Pattern.compile(
            "\"max\\.in\\.flight\\.requests\\.per\\.connection\"" + "|\\bMAX_IN_FLIGHT_REQUESTS_PER_CONNECTION\\b");
    private static final Pattern IDEMPOTENCE = Pattern.compile("\"enable\\.idempotence\"|\\bENABLE_IDEMPOTENCE\\w*");
    private static final Pattern START_WRITE = Pattern.compile("\\bstartWrite\\s*\\(");

    /** Itself, or by handing the collector on. */
    private static final Pattern COLLECTS_DIRTY =
            Pattern.compile("\\bcollectDirtyRecord\\b|\\bgetTaskPluginCollector\\b");

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText java : folder.texts(Language.JAVA)) {
            Spot all = java.whole();
            if (!all.has(RECEIVER) || !all.has(PRODUCER)) {
                continue;
            }
            topics(all, report);
            split(all, report);
            sending(all, report);
            writeType(all, report);
            logging(all, report);
            rows(all, report);
        }
    }

    private static void topics(Spot all, Report report) {
        for (Call call : all.calls("createTopics")) {
            String given = call.arguments().isEmpty() ? "" : call.arguments().get(0);
            boolean neverFilled = given.matches("\\w+")
                    && all.has(Pattern.compile("\\b" + given + "\\s*=\\s*new\\s+\\w+\\s*(?:<[^>]*>)?\\s*\\(\\s*\\)"))
                    && !all.has(Pattern.compile("\\b" + given + "\\s*\\.\\s*add(?:All)?\\s*\\("));
            if (neverFilled) {
                report.add(
                        KnownFault.TOPIC_NOT_CREATED,
                        call.head(),
                        "createTopics(" + given + "), no " + given + ".add(...)");
            } else if (call.resultUnused()) {
                report.add(KnownFault.TOPIC_NOT_CREATED, call.head(), "createTopics(...), no .get()");
            }
        }
        for (Spot task : all.blocks(TASK)) {
            task.calls("createTopics")
                    .forEach(call -> report.add(
                            KnownFault.TOPIC_CREATED_BY_TASKS, call.head(), "Writer.Task: createTopics(...)"));
        }
        all.first(OTHER_CODES_WORDS)
                .ifPresent(spot -> report.add(KnownFault.TOPIC_CREATED_BY_TASKS, spot, spot.code()));
    }

    private static void split(Spot all, Report report) {
        for (Spot body : all.blocks(SPLIT)) {
            if (!body.has(COPIES)) {
                body.first(ADDS_A_NAME)
                        .ifPresent(spot -> report.add(KnownFault.TASKS_SHARE_CONFIGURATION, spot, spot.code()));
            }
        }
    }

    private static void sending(Spot all, Report report) {
        for (Call call : all.calls("send")) {
            if (call.arguments().size() == 1 && call.resultUnused()) {
                report.add(KnownFault.SEND_UNOBSERVED, call.head(), "send(record);");
            }
        }
        all.first(NO_ACKS).ifPresent(spot -> report.add(KnownFault.SEND_UNOBSERVED, spot, spot.code()));
        for (Spot loop : all.blocks(LOOP)) {
            loop.calls("flush").forEach(call -> report.add(KnownFault.FLUSH_PER_RECORD, call.head(), "flush();"));
        }
        if (!all.has(IDEMPOTENCE)) {
            all.first(IN_FLIGHT)
                    .ifPresent(spot ->
                            report.add(KnownFault.PRODUCER_REORDERS, spot, spot.code() + ", no enable.idempotence"));
        }
        for (Spot task : all.blocks(TASK)) {
            if (!task.has(COLLECTS_DIRTY)) {
                task.first(START_WRITE)
                        .ifPresent(spot -> report.add(KnownFault.NO_DIRTY_RECORDS, spot, "no collectDirtyRecord(...)"));
            }
        }
    }

    /** A chain of tests that ends without an else, where nothing refuses other words before. */
    private static void writeType(Spot all, Report report) {
        if (all.has(READS_WRITE_TYPE)) {
            return;
        }
        List<Call> tests = all.calls("if").stream()
                .filter(test -> WRITE_TYPE.matcher(test.inside().code()).find())
                .toList();
        for (Call test : tests) {
            if (body(test).has(THROWS)) {
                return;
            }
        }
        for (Call test : tests) {
            String after =
                    all.in().bare().substring(Math.min(all.end(), body(test).end() + 1));
            if (!after.stripLeading().startsWith("else")) {
                report.add(KnownFault.WRITE_TYPE_IGNORED, test.head(), "if (writeType ...) ..., no else");
            }
        }
    }

    private static Spot body(Call test) {
        Spot condition =
                new Spot(test.head().in(), test.head().start(), test.inside().end() + 1);
        return condition.block().orElse(condition);
    }

    private static void logging(Spot all, Report report) {
        for (Call call : all.calls(LOG)) {
            call.arguments().stream()
                    .filter(argument -> WHOLE_CONFIGURATION.matcher(argument).matches())
                    .findFirst()
                    .ifPresent(argument -> report.add(KnownFault.CONFIGURATION_LOGGED, call.head(), argument));
        }
    }

    private static void rows(Spot all, Report report) {
        if (all.has(ENCRYPTS)) {
            for (Call record : all.calls("new\\s+ProducerRecord")) {
                record.inside()
                        .first(DIGEST)
                        .ifPresent(spot -> report.add(KnownFault.KEY_IS_DIGEST_OF_ROW, spot, spot.code()));
            }
        }
        all.first(APPENDED_AS_IT_IS).ifPresent(spot -> report.add(KnownFault.TEXT_NOT_ESCAPED, spot, spot.code()));
        all.first(ONE_CHARACTER_CUT).ifPresent(spot -> report.add(KnownFault.TEXT_NOT_ESCAPED, spot, spot.code()));
        all.first(RAW_DATA_IN_MAP).ifPresent(spot -> report.add(KnownFault.JSON_OF_RAW_DATA, spot, spot.code()));
    }
}
