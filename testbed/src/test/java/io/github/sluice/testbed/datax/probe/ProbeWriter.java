package io.github.sluice.testbed.datax.probe;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Drops every row it gets. {@code splitSize} overrides the number of tasks, {@code dirtyRows} are called dirty,
 * {@code failOver} supports it, {@code askMessage} asks for the tasks' messages, {@code where} notes where classes of
 * DataX's and the plugin's libraries come from, {@code dump} notes each row for people and {@code raw} for programs; how many rows came is always noted.
 */
public class ProbeWriter extends Writer {
    public static class Job extends Writer.Job {
        @Override
        public void preCheck() {
            Probe.at("writer.Job.preCheck", getPluginJobConf());
            Probe.note(getPluginJobConf(), "dryRun " + getPluginJobConf().getBool("dryRun"));
        }

        @Override
        public void init() {
            Probe.at("writer.Job.init", getPluginJobConf());
            Probe.note(
                    getPluginJobConf(),
                    "peer " + getPeerPluginName() + " " + getPeerPluginJobConf().getInt("rows"));
        }

        @Override
        public void prepare() {
            Probe.at("writer.Job.prepare", getPluginJobConf());
        }

        @Override
        public List<Configuration> split(int mandatoryNumber) {
            Probe.at("writer.Job.split", getPluginJobConf());
            List<Configuration> parts = new ArrayList<>();
            for (int i = 0; i < getPluginJobConf().getInt("splitSize", mandatoryNumber); i++) {
                parts.add(getPluginJobConf());
            }
            return parts;
        }

        @Override
        public void post() {
            Probe.at("writer.Job.post", getPluginJobConf());
            if (getPluginJobConf().getBool("askMessage", false)) {
                getJobPluginCollector().getMessage();
            }
        }

        @Override
        public void destroy() {
            Probe.at("writer.Job.destroy", getPluginJobConf());
        }
    }

    public static class Task extends Writer.Task {
        @Override
        public void init() {
            Probe.at("writer.Task.init", getPluginJobConf());
            getTaskPluginCollector().collectMessage("greeting", "hello");
            String earlier = getPluginJobConf().getString("mark", "none");
            Probe.note(getPluginJobConf(), "mark " + earlier);
            getPluginJobConf().set("mark", "task" + getTaskId());
            if (getPluginJobConf().getBool("where", false)) {
                for (String name : List.of(
                        "com.alibaba.fastjson2.JSON",
                        "org.slf4j.LoggerFactory",
                        "org.apache.commons.lang3.StringUtils",
                        "io.github.sluice.testbed.datax.probe.ProbeWriter")) {
                    Probe.note(getPluginJobConf(), "from " + name + " " + origin(name));
                }
            }
        }

        private static String origin(String name) {
            try {
                Class<?> found = Class.forName(name, true, ProbeWriter.class.getClassLoader());
                return found.getProtectionDomain().getCodeSource().getLocation().getPath();
            } catch (ClassNotFoundException e) {
                return "missing";
            }
        }

        @Override
        public void prepare() {
            Probe.at("writer.Task.prepare", getPluginJobConf());
        }

        @Override
        public void startWrite(RecordReceiver receiver) {
            Probe.at("writer.Task.startWrite", getPluginJobConf());
            int dirty = getPluginJobConf().getInt("dirtyRows", 0);
            int count = 0;
            int sameInstance = 0;
            Record last = null;
            for (Record row = receiver.getFromReader(); row != null; row = receiver.getFromReader()) {
                if (count++ < dirty) {
                    getTaskPluginCollector()
                            .collectDirtyRecord(row, new IllegalArgumentException("bad row"), "dirty by order");
                }
                if (getPluginJobConf().getBool("dump", false)) {
                    Probe.note(getPluginJobConf(), "row " + describe(row));
                }
                if (getPluginJobConf().getBool("raw", false)) {
                    Probe.note(getPluginJobConf(), "raw " + raw(row));
                }
                sameInstance += row == last ? 1 : 0;
                last = row;
            }
            Probe.note(getPluginJobConf(), "rows " + count + " repeated " + sameInstance);
        }

        /** Each column's type and, in Base64, its bytes or its raw value's text. */
        private static String raw(Record row) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < row.getColumnNumber(); i++) {
                Object raw = row.getColumn(i).getRawData();
                byte[] bytes = raw instanceof byte[]
                        ? (byte[]) raw
                        : String.valueOf(raw).getBytes(StandardCharsets.UTF_8);
                String value = raw == null ? "null" : Base64.getEncoder().encodeToString(bytes);
                columns.add(row.getColumn(i).getType() + ":" + value);
            }
            return String.join(" ", columns);
        }

        /** Each column's class, raw value and, for a moment, sub type and text. */
        private static String describe(Record row) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < row.getColumnNumber(); i++) {
                Column column = row.getColumn(i);
                Object raw = column.getRawData();
                String text =
                        raw instanceof byte[] ? "0x" + HexFormat.of().formatHex((byte[]) raw) : String.valueOf(raw);
                if (column instanceof DateColumn) {
                    text += " " + ((DateColumn) column).getSubType() + " " + column.asString();
                }
                columns.add(column.getClass().getSimpleName() + " " + text);
            }
            return String.join(" | ", columns).replace("\n", "\\n").replace("\r", "\\r");
        }

        @Override
        public void post() {
            Probe.at("writer.Task.post", getPluginJobConf());
        }

        @Override
        public void destroy() {
            Probe.at("writer.Task.destroy", getPluginJobConf());
        }

        @Override
        public boolean supportFailOver() {
            return getPluginJobConf().getBool("failOver", false);
        }
    }
}
