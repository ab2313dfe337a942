package io.github.sluice.coordinator.s1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** DataX jobs (inventory #24 to #32, #83, #84, #120, #171, #172, #177, #188, #191). */
final class JobFiles implements Detector {
    /** Kafka's own default; less is mostly meant as a count of records. */
    private static final int DEFAULT_BATCH_BYTES = 16384;

    private static final String HEX_KEY = "(?:[0-9a-fA-F]{16}){2,4}";

    @Override
    public void look(S1Folder folder, Report report) {
        Targets targets = Targets.of(folder);
        Map<String, DdlTable> statements = folder.statementsByTable();
        for (JobFile job : folder.jobs()) {
            reader(job, report);
            if (job.toKafka()) {
                producer(job, report);
                rows(job, report);
                targets.known(job.topic()).ifPresent(target -> {
                    DdlTable statement = statements.get(target);
                    if (statement != null) {
                        dates(job, statement, report);
                    }
                    shards(folder, targets, job, target, report);
                });
            }
        }
    }

    private static void reader(JobFile job, Report report) {
        JsonPlace speed = job.setting().at("speed");
        boolean oneChannel = speed.at("channel").number(1) <= 1
                && !speed.at("byte").present()
                && !speed.at("record").present();
        boolean noLimit = !job.setting().at("errorLimit").present();
        if (oneChannel || noLimit) {
            boolean noSplit = job.inTableMode() && !job.reader().at("splitPk").present();
            report.add(
                    KnownFault.ONE_CHANNEL,
                    speed.at("channel"),
                    (oneChannel ? "channel=1 " : "")
                            + (noSplit ? "no splitPk " : "")
                            + (noLimit ? "no errorLimit" : ""));
        }
        List<String> formatted = job.selected().stream()
                .filter(column -> column.toUpperCase(Locale.ROOT).contains("DATE_FORMAT("))
                .toList();
        if (!formatted.isEmpty()) {
            report.add(KnownFault.DATE_FORMAT_LOSES, job.reader().at("column"), formatted.get(0));
        }
        for (JsonPlace connection : job.connections()) {
            for (String url : connection.at("jdbcUrl").texts()) {
                boolean open = url.contains("useSSL=false") || url.contains("sslMode=DISABLED");
                boolean bits = !url.contains("tinyInt1isBit=false");
                if (url.startsWith("jdbc:mysql:") && (open || bits)) {
                    report.add(
                            KnownFault.JDBC_URL,
                            connection.at("jdbcUrl"),
                            (open ? "useSSL=false " : "") + (bits ? "no tinyInt1isBit=false" : ""));
                }
            }
        }
    }

    private static void producer(JobFile job, Report report) {
        JsonPlace writer = job.writer();
        String ack = writer.at("ack").textOr("0");
        if (!ack.equals("all") && !ack.equals("-1")) {
            report.add(
                    KnownFault.ACKS_NOT_ALL, writer.at("ack"), writer.at("ack").present() ? "ack=" + ack : "no ack");
        }
        JsonPlace batch = writer.at("batchSize");
        if (batch.present() && batch.number(DEFAULT_BATCH_BYTES) < DEFAULT_BATCH_BYTES) {
            report.add(KnownFault.BATCH_SIZE_IN_RECORDS, batch, "batchSize=" + batch.text());
        }
        boolean creates = !writer.at("noTopicCreate").text().equals("true");
        if (creates && writer.at("topicReplicationFactor").number(1) <= 1) {
            report.add(
                    KnownFault.ONE_REPLICA,
                    writer.at("topicReplicationFactor"),
                    "topicReplicationFactor=1 topicNumPartition="
                            + writer.at("topicNumPartition").number(1));
        }
        JsonPlace idempotence = writer.at("producerProperties", "enable.idempotence");
        if (idempotence.text().equals("false")) {
            report.add(KnownFault.PRODUCER_REORDERS, idempotence, "enable.idempotence=false");
        }
        JsonPlace key = writer.at("encryptionKey");
        if (InlineSecrets.isSecret(key.text())
                && !key.text().contains("*")
                && !key.text().matches(HEX_KEY)) {
            report.add(
                    KnownFault.KEY_UNUSABLE, key, "encryptionKey: " + key.text().length() + " characters");
        }
    }

    private static void rows(JobFile job, Report report) {
        JsonPlace writer = job.writer();
        JsonPlace type = writer.at("writeType");
        String word = type.textOr("text").toLowerCase(Locale.ROOT);
        if (word.equals("text")) {
            report.add(KnownFault.TEXT_NOT_ESCAPED, type, type.present() ? "writeType=text" : "no writeType");
        } else if (!word.equals("json")) {
            report.add(KnownFault.WRITE_TYPE_UNKNOWN, type, "writeType=" + type.text());
        }
        if (!job.selected().isEmpty()
                && !job.written().isEmpty()
                && job.selected().size() != job.written().size()) {
            report.add(
                    KnownFault.COLUMNS_UNEQUAL,
                    writer.at("column"),
                    "reader " + job.selected().size() + ", writer "
                            + job.written().size());
        }
        JsonPlace mode = writer.at("keyMode");
        boolean digest = !mode.present() && !writer.at("keyColumns").present();
        if (writer.at("encryptionKey").present() && (digest || mode.text().equals("md5"))) {
            report.add(
                    KnownFault.KEY_IS_DIGEST_OF_ROW,
                    mode.present() ? mode : writer.at("encryptionKey"),
                    mode.present() ? "keyMode=md5" : "encryptionKey, no keyColumns");
        }
    }

    /** A date that is selected as it is comes to the old writer as a number of milliseconds. */
    private static void dates(JobFile job, DdlTable statement, Report report) {
        List<String> selected = job.selected();
        List<String> written = job.written();
        for (int i = 0; i < Math.min(selected.size(), written.size()); i++) {
            Optional<DdlTable.Column> column = statement.column(written.get(i));
            if (column.filter(found -> List.of("date", "datetime").contains(found.type()))
                            .isPresent()
                    && JobFile.isPlain(selected.get(i))) {
                report.add(
                        KnownFault.DATE_AS_NUMBER,
                        job.reader().at("column"),
                        selected.get(i) + " -> " + column.get().type());
            }
        }
    }

    private static void shards(S1Folder folder, Targets targets, JobFile job, String target, Report report) {
        for (TableFile table : folder.tableFiles()) {
            if (table.needTable()
                    && targets.known(table.topic()).filter(target::equals).isPresent()
                    && !job.written().isEmpty()
                    && job.written().stream().noneMatch(TableFiles.tableColumn(table)::equals)) {
                report.add(
                        KnownFault.SHARDS_INDISTINCT,
                        job.writer().at("column"),
                        "need_table (" + table.file() + "), no " + TableFiles.tableColumn(table));
                return;
            }
        }
    }
}
