package io.github.sluice.coordinator.report;

import java.time.Duration;
import java.util.List;

/** All tables, a line each: where it is, how many rows stood at each place, the verdict, who signed off. One thread. */
final class TableOverview {
    private static final List<String> COLUMNS = List.of(
            "table",
            "verdict",
            "state",
            "attempt",
            "read",
            "acked",
            "topic",
            "starrocks",
            "live",
            "batchTopic",
            "took",
            "signers");

    /** Columns that a narrow screen goes without; the evidence has them all. */
    private static final List<String> LESS = List.of("attempt", "acked", "batchTopic", "signers");

    private static final List<String> NUMBERS =
            List.of("attempt", "read", "acked", "topic", "starrocks", "live", "took");

    private final RunReport report;
    private final ReportWords words;

    TableOverview(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    void write(Markup out) {
        out.open("section").leaf("h2", words.of("tables.title"));
        out.open("div", "class", "scroll").open("table", "class", "tables");
        out.open("thead").open("tr");
        COLUMNS.forEach(column -> out.leaf("th", words.of("column." + column), "scope", "col", "class", style(column)));
        out.close().close().open("tbody");
        int number = 0;
        for (TableReport table : report.tables()) {
            row(out, table, number++);
        }
        out.close().close().close();
        out.leaf("p", words.of("tables.note"), "class", "note");
        out.close();
    }

    private void row(Markup out, TableReport table, int number) {
        String verdict = table.verdict().name();
        out.open("tr", "class", "r-" + verdict);
        out.open("th", "scope", "row")
                .leaf("a", table.table(), "href", "#" + anchor(number))
                .close();
        out.open("td").open("span", "class", "badge v-" + verdict);
        out.text(HtmlReport.symbol(table.verdict()) + " " + words.of("verdict." + verdict))
                .close()
                .close();
        String failed = table.failure().map(step -> " " + step.code().number()).orElse("");
        out.leaf("td", words.of("state." + table.state()) + failed);
        cell(out, "attempt", table.attempt() == 0 ? ReportWords.NOTHING : words.number((long) table.attempt()));
        cell(out, "read", words.number(table.left(Hop.READ_ACKED)));
        cell(out, "acked", words.number(table.right(Hop.READ_ACKED)));
        cell(out, "topic", words.number(table.right(Hop.ACKED_TOPIC)));
        cell(out, "starrocks", words.number(table.right(Hop.TOPIC_STARROCKS)));
        cell(out, "live", words.number(table.right(Hop.MYSQL_STARROCKS)));
        String batch = table.batchTopic();
        cell(out, "batchTopic", batch.isEmpty() ? ReportWords.NOTHING : words.orElse("batchTopic." + batch, batch));
        cell(
                out,
                "took",
                table.took()
                        .filter(took -> !took.equals(Duration.ZERO))
                        .map(words::duration)
                        .orElse(ReportWords.NOTHING));
        cell(out, "signers", table.signers().isEmpty() ? ReportWords.NOTHING : table.signers());
        out.close();
    }

    private static void cell(Markup out, String column, String text) {
        out.leaf("td", text, "class", style(column));
    }

    private static String style(String column) {
        return (NUMBERS.contains(column) ? "num" : "txt") + (LESS.contains(column) ? " less" : "");
    }

    /** Where the evidence of a table stands in the page. */
    static String anchor(int number) {
        return "table-" + (number + 1);
    }
}
