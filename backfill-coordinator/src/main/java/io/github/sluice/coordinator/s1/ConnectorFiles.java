package io.github.sluice.coordinator.s1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Connectors, alone and beside what writes their topics (inventory #66, #89, #95, #98, #99, #183). */
final class ConnectorFiles implements Detector {
    @Override
    public void look(S1Folder folder, Report report) {
        Map<String, ConnectorFile> byName = new LinkedHashMap<>();
        for (ConnectorFile connector : folder.connectors()) {
            ConnectorFile other = byName.putIfAbsent(connector.name(), connector);
            if (other != null) {
                report.add(
                        KnownFault.CONNECTOR_NAME_TWICE, connector.file(), 0, connector.name() + ", " + other.file());
            }
            lists(connector, report);
            if (connector.stream()) {
                stream(folder, connector, report);
            } else {
                batch(folder, connector, report);
            }
        }
    }

    private static void lists(ConnectorFile connector, Report report) {
        Map<String, String> tables = connector.tables();
        for (String topic : connector.topics()) {
            if (!tables.containsKey(topic)) {
                report.add(KnownFault.TOPIC_NOT_MAPPED, connector.at().at("starrocks.topic2table.map"), topic);
            }
        }
        int columns = connector.readColumns().size();
        int paths = connector.paths().size();
        JsonPlace place = connector.at().at("sink.properties.columns");
        if (columns > 0 && paths > 0 && columns != paths) {
            report.add(KnownFault.LISTS_UNEQUAL, place, "columns " + columns + ", jsonpaths " + paths);
        }
        if (connector.stream() && columns > 0 && !connector.readColumns().contains(ConnectorFile.OPERATION)) {
            report.add(KnownFault.LISTS_UNEQUAL, place, "columns, no " + ConnectorFile.OPERATION);
        }
    }

    private static void batch(S1Folder folder, ConnectorFile connector, Report report) {
        for (JobFile job : folder.jobs()) {
            if (!job.toKafka()
                    || !connector.topics().contains(job.topic())
                    || job.written().isEmpty()) {
                continue;
            }
            List<String> missing = connector.paths().stream()
                    .filter(path -> !job.written().contains(path))
                    .toList();
            if (!missing.isEmpty()) {
                report.add(
                        KnownFault.PATHS_BY_SOURCE_NAME,
                        connector.at().at("sink.properties.jsonpaths"),
                        "$." + String.join(", $.", missing) + " (" + job.file() + ")");
            }
        }
    }

    private static void stream(S1Folder folder, ConnectorFile connector, Report report) {
        for (TableFile table : folder.tableFiles()) {
            if (!connector.topics().contains(table.topic()) || table.mapping().isEmpty()) {
                continue;
            }
            List<String> sent = new ArrayList<>(table.mapping().values());
            sent.add(ConnectorFile.OPERATION);
            sent.addAll(TableFiles.constantColumns(table));
            List<String> missing = connector.paths().stream()
                    .filter(path -> !sent.contains(path))
                    .toList();
            if (!missing.isEmpty()) {
                report.add(
                        KnownFault.PATH_WITHOUT_FIELD,
                        connector.at().at("sink.properties.jsonpaths"),
                        "$." + String.join(", $.", missing) + " (" + table.file() + ")");
            }
            if (table.needTable()
                    && !connector.loadedColumns().isEmpty()
                    && !connector.loadedColumns().contains(TableFiles.tableColumn(table))) {
                report.add(
                        KnownFault.TABLE_NAME_NOT_LOADED,
                        connector.at().at("sink.properties.columns"),
                        "need_table (" + table.file() + "), no " + TableFiles.tableColumn(table));
            }
        }
    }
}
