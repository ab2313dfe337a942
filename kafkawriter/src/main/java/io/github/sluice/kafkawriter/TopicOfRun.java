package io.github.sluice.kafkawriter;

import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.writer.RunReport;
import io.github.sluice.writer.WriterErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** What a run of this writer is about: a topic, and how its records are written. Immutable. */
final class TopicOfRun implements RunReport.Subject {
    private final KafkaWriterSettings settings;

    TopicOfRun(KafkaWriterSettings settings) {
        this.settings = settings;
    }

    @Override
    public String target() {
        return "topic " + settings.topic;
    }

    @Override
    public String width() {
        return settings.columns == null ? "first row's" : Integer.toString(settings.columns.size());
    }

    @Override
    public WriterErrorCode columnCount() {
        return KafkaWriterErrorCode.COLUMN_COUNT;
    }

    @Override
    public WriterErrorCode countsDiffer() {
        return KafkaWriterErrorCode.COUNTS_DIFFER;
    }

    @Override
    public void describe(RunManifest.Builder manifest) {
        RowSchema schema = settings.schema();
        if (schema == null) {
            throw new IllegalStateException("settings let a manifest pass without columns");
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("kafkawriter", version());
        versions.put("kafka-clients", AppInfoParser.getVersion());
        versions.put("java", System.getProperty("java.version", "unknown"));
        manifest.topic(settings.topic)
                .schema(schema)
                .keyId(
                        settings.keyRing == null
                                ? null
                                : settings.keyRing.keys().active().id())
                .writeType(settings.writeType.name().toLowerCase(Locale.ROOT))
                .envelope(settings.keyRing == null ? "none" : settings.envelope.toString())
                .versions(versions);
    }

    private static String version() {
        Package own = TopicOfRun.class.getPackage();
        String version = own == null ? null : own.getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
