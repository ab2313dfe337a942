package io.github.sluice.starrockswriter;

import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.writer.RunReport;
import io.github.sluice.writer.WriterErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of this writer is about: a table. Its manifest names {@code database.table} where a run into Kafka names its
 * topic, tasks for partitions, and loads for records. Immutable.
 */
final class TableOfRun implements RunReport.Subject {
    private final StarRocksWriterSettings settings;

    TableOfRun(StarRocksWriterSettings settings) {
        this.settings = settings;
    }

    @Override
    public String target() {
        return settings.target();
    }

    @Override
    public String width() {
        return Integer.toString(settings.columns.size());
    }

    @Override
    public WriterErrorCode columnCount() {
        return StarRocksWriterErrorCode.COLUMN_COUNT;
    }

    @Override
    public WriterErrorCode countsDiffer() {
        return StarRocksWriterErrorCode.COUNTS_DIFFER;
    }

    @Override
    public void describe(RunManifest.Builder manifest) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(StarRocksWriterExt.NAME, version());
        versions.put("java", System.getProperty("java.version", "unknown"));
        manifest.topic(settings.database + "." + settings.table)
                .schema(settings.schema())
                .writeType("json")
                .envelope("none")
                .versions(versions);
    }

    private static String version() {
        Package own = TableOfRun.class.getPackage();
        String version = own == null ? null : own.getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
