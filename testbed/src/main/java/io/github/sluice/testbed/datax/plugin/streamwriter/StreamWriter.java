package io.github.sluice.testbed.datax.plugin.streamwriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows, one per line, columns between {@code fieldDelimiter} (a tab): to standard output, to the file
 * {@code path}/{@code fileName}, or, with {@code print} false, nowhere.
 */
public final class StreamWriter extends Writer {

    /** Removes the file of an earlier job. */
    public static final class Job extends Writer.Job {
        @Override
        public void init() {
            Path file = fileOf(getPluginJobConf());
            if (file == null) {
                return;
            }
            try {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw DataXException.asDataXException(StreamWriterErrorCode.ILLEGAL_VALUE, "无法准备文件[" + file + "]", e);
            }
        }

        /** The same object each time, as DataX's own does: tasks get copies of it. */
        @Override
        public List<Configuration> split(int mandatoryNumber) {
            return Collections.nCopies(mandatoryNumber, getPluginJobConf());
        }

        @Override
        public void destroy() {
            // holds nothing
        }
    }

    /** Prints the rows. */
    public static final class Task extends Writer.Task {
        @Override
        public void init() {
            // everything is opened in startWrite
        }

        @Override
        public void startWrite(RecordReceiver lineReceiver) {
            Path file = fileOf(getPluginJobConf());
            boolean print = file != null || getPluginJobConf().getBool("print", true);
            String delimiter = getPluginJobConf().getString("fieldDelimiter", "\t");
            try {
                if (file == null) {
                    copy(lineReceiver, System.out, print, delimiter);
                    return;
                }
                try (OutputStream out =
                        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    copy(lineReceiver, out, print, delimiter);
                }
            } catch (IOException e) {
                throw DataXException.asDataXException(StreamWriterErrorCode.RUNTIME_EXCEPTION, e);
            }
        }

        private static void copy(RecordReceiver rows, OutputStream out, boolean print, String delimiter)
                throws IOException {
            OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            for (Record row = rows.getFromReader(); row != null; row = rows.getFromReader()) {
                if (print) {
                    writer.write(line(row, delimiter));
                }
            }
            writer.flush();
        }

        private static String line(Record row, String delimiter) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.getColumnNumber(); i++) {
                line.append(i == 0 ? "" : delimiter).append(row.getColumn(i).asString());
            }
            return line.append(System.lineSeparator()).toString();
        }

        @Override
        public void destroy() {
            // closed in startWrite
        }
    }

    private static @Nullable Path fileOf(Configuration parameter) {
        String path = parameter.getString("path", "");
        String name = parameter.getString("fileName", "");
        return path.isBlank() || name.isBlank() ? null : Path.of(path, name);
    }
}
