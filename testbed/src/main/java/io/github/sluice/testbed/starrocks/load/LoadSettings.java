package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The data headers of one load (starrocks.md 3.2), checked. Two loads of a transaction must have equal settings.
 *
 * @param columns text of the {@code columns} header, empty without
 * @param jsonPaths text of the {@code jsonpaths} header, empty without
 * @param compression lower case, empty for none
 * @param mergeCondition name of the column, empty without
 * @param loadOnly settings that one load may have and a transaction ignores
 */
record LoadSettings(
        Format format,
        String columns,
        String jsonPaths,
        String jsonRoot,
        boolean stripOuterArray,
        String where,
        byte[] columnSeparator,
        byte[] rowDelimiter,
        boolean strict,
        ZoneId timeZone,
        boolean partialUpdate,
        String mergeCondition,
        String compression,
        double maxFilterRatio,
        CsvExtras loadOnly) {

    enum Format {
        CSV,
        JSON
    }

    /** CSV settings that transaction loads ignore; {@code enclose} and {@code escape} are 0 when not set. */
    record CsvExtras(long skipHeader, boolean trimSpace, byte enclose, byte escape) {
        static final CsvExtras NONE = new CsvExtras(0, false, (byte) 0, (byte) 0);
    }

    private static final List<String> COMPRESSIONS =
            List.of("gzip", "bzip2", "lz4_frame", "zstd", "deflate", "zlib", "snappy", "lz4");
    /** Names of a format that stand for compressed CSV. */
    private static final Map<String, String> COMPRESSED_CSV =
            Map.of("gzip", "gzip", "bzip2", "bzip2", "lz4", "lz4_frame", "deflate", "deflate", "zstd", "zstd");

    /**
     * Reads and checks the headers.
     *
     * @param transaction whether the load belongs to a transaction (other rules for some headers)
     */
    static LoadSettings from(HttpHeaders headers, String table, boolean transaction) throws LoadException {
        Format format = format(headers.text("format"));
        refuseUnsupported(headers, table, transaction);
        return new LoadSettings(
                format,
                headers.text("columns"),
                headers.text("jsonpaths"),
                headers.text("json_root"),
                headers.text("strip_outer_array").equalsIgnoreCase("true"),
                headers.text("where"),
                delimiter(headers, "column_separator", "column separator", "\t"),
                delimiter(headers, "row_delimiter", "row delimiter", "\n"),
                strict(headers.text("strict_mode")),
                timeZone(headers.text("timezone")),
                partialUpdate(headers, transaction),
                headers.text("merge_condition"),
                compression(headers),
                ratio(headers.text("max_filter_ratio")),
                transaction ? CsvExtras.NONE : csvExtras(headers));
    }

    private static Format format(String name) throws LoadException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("json")) {
            return Format.JSON;
        }
        if (lower.isEmpty() || lower.equals("csv") || COMPRESSED_CSV.containsKey(lower)) {
            return Format.CSV;
        }
        throw new LoadException(LoadStatus.INTERNAL_ERROR, "unknown data format, format=" + name);
    }

    private static void refuseUnsupported(HttpHeaders headers, String table, boolean transaction) throws LoadException {
        String partitions = headers.text("partitions");
        String temporary = headers.text("temporary_partitions");
        if (!partitions.isEmpty() && !temporary.isEmpty()) {
            throw invalid("Can not specify both partitions and temporary partitions");
        }
        for (String partition : (partitions + "," + temporary).split(",", -1)) {
            // without PARTITION BY a table has one partition of its own name
            if (!partition.isBlank() && (!partition.trim().equals(table) || !temporary.isEmpty())) {
                throw LoadException.analysis("Unknown partition '" + partition.trim() + "' in table '" + table + "'");
            }
        }
        if (headers.text("negative").equals("true")) {
            throw LoadException.notImplemented("header 'negative'");
        }
        String memory = headers.text("load_mem_limit");
        if (!memory.isEmpty() && integer(memory, "Invalid load mem limit format") < 0) {
            throw invalid("load_mem_limit must be equal or greater than 0");
        }
        for (String name : headers.names()) {
            boolean mergeCommit = name.startsWith("merge_commit_")
                    || (name.equals("enable_merge_commit") && headers.text(name).equalsIgnoreCase("true"));
            if (mergeCommit || name.equals("channel_id") || name.equals("channel_num")) {
                throw LoadException.notImplemented("header '" + name + "'");
            }
        }
        String rejected = headers.text("log_rejected_record_num");
        if (!transaction && !rejected.isEmpty() && !rejected.trim().equals("0")) {
            throw LoadException.notImplemented("header 'log_rejected_record_num'");
        }
    }

    private static byte[] delimiter(HttpHeaders headers, String header, String name, String standard)
            throws LoadException {
        String given = headers.get(header);
        if (given == null || given.isEmpty()) {
            return CsvDelimiter.parse(standard, name);
        }
        return CsvDelimiter.parse(given, name);
    }

    private static boolean strict(String text) throws LoadException {
        if (text.isEmpty() || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw invalid("Invalid strict mode format. Must be bool type");
    }

    private static ZoneId timeZone(String text) throws LoadException {
        if (text.isEmpty()) {
            return ZoneId.of("Asia/Shanghai");
        }
        try {
            return text.equals("CST") ? ZoneId.of("Asia/Shanghai") : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw LoadException.analysis("Unknown or incorrect time zone: '" + text + "'");
        }
    }

    private static boolean partialUpdate(HttpHeaders headers, boolean transaction) throws LoadException {
        String mode = headers.text("partial_update_mode");
        if (!mode.isEmpty() && !List.of("row", "column", "auto").contains(mode)) {
            throw LoadException.notImplemented("partial_update_mode '" + mode + "'");
        }
        String value = headers.text("partial_update");
        return transaction ? value.equals("true") : value.equalsIgnoreCase("true");
    }

    private static String compression(HttpHeaders headers) throws LoadException {
        String encoding = headers.text("content-encoding");
        String compression = headers.text("compression");
        if (!encoding.isEmpty() && !compression.isEmpty()) {
            throw invalid("Only one of http header content-encoding and compression can be set");
        }
        String name = (encoding + compression).toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return COMPRESSED_CSV.getOrDefault(headers.text("format").toLowerCase(Locale.ROOT), "");
        }
        if (!COMPRESSIONS.contains(name)) {
            throw invalid("Unsupported compression type: " + encoding + compression);
        }
        if (!Decompression.supports(name)) {
            throw LoadException.notImplemented("compression '" + name + "'");
        }
        return name;
    }

    private static double ratio(String text) throws LoadException {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            throw invalid("Invalid max_filter_ratio format: " + text);
        }
        throw invalid("max_filter_ratio should be between 0 and 1: " + text);
    }

    private static CsvExtras csvExtras(HttpHeaders headers) throws LoadException {
        String skip = headers.text("skip_header");
        long skipHeader = skip.isEmpty() ? 0 : integer(skip, "Invalid csv load skip_header format");
        if (skipHeader < 0) {
            throw invalid("skip_header must be equal or greater than 0");
        }
        return new CsvExtras(
                skipHeader,
                headers.text("trim_space").equalsIgnoreCase("true"),
                single(headers, "enclose"),
                single(headers, "escape"));
    }

    private static byte single(HttpHeaders headers, String name) throws LoadException {
        String text = headers.text(name);
        if (text.isEmpty()) {
            return 0;
        }
        byte[] bytes = CsvDelimiter.parse(text, name);
        if (bytes.length != 1) {
            throw invalid("The length of " + name + " must be 1");
        }
        return bytes[0];
    }

    private static long integer(String text, String message) throws LoadException {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw invalid(message);
        }
    }

    private static LoadException invalid(String message) {
        return new LoadException(LoadStatus.INVALID_ARGUMENT, message);
    }

    /** Whether two loads of one transaction ask for the same thing; the ratio belongs to the transaction. */
    boolean sameRequest(LoadSettings other) {
        return format == other.format
                && columns.equals(other.columns)
                && jsonPaths.equals(other.jsonPaths)
                && jsonRoot.equals(other.jsonRoot)
                && stripOuterArray == other.stripOuterArray
                && where.equals(other.where)
                && java.util.Arrays.equals(columnSeparator, other.columnSeparator)
                && java.util.Arrays.equals(rowDelimiter, other.rowDelimiter)
                && strict == other.strict
                && timeZone.equals(other.timeZone)
                && partialUpdate == other.partialUpdate
                && mergeCondition.equals(other.mergeCondition)
                && compression.equals(other.compression);
    }
}
