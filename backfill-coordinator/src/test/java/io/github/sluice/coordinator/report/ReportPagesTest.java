package io.github.sluice.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the three forms of a report promise: nothing from elsewhere, no markup of others, all tables, little space. */
class ReportPagesTest {
    private static final String EVIL =
            "x\"' onload=\"steal()\"><script>alert(1)</script><img src=//evil.example/a.png/>&amp;]]>\u0000\u0007\u202Etxt.exe";

    /** The languages of a report. */
    enum Language {
        EN(Locale.ROOT),
        ZH(Locale.SIMPLIFIED_CHINESE);

        final ReportWords words;

        Language(Locale locale) {
            words = ReportWords.in(locale, ZoneId.of("+08:00"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageIsWellFormedAndNamesEveryTable(Language language) throws Exception {
        for (RunReport report : List.of(Runs.small(), Runs.big(7))) {
            String page = html(report, language);
            Document document = parsed(page);
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("html");
            assertThat(elements(document, "details").stream()
                            .filter(one -> one.getAttribute("class").equals("evidence")))
                    .hasSize(report.tables().size());
            for (TableReport table : report.tables()) {
                assertThat(elements(document, "a"))
                        .anyMatch(link -> link.getTextContent().equals(table.table()));
            }
            List<String> ids = new ArrayList<>();
            elements(document, "div").forEach(one -> ids.add(one.getAttribute("id")));
            assertThat(elements(document, "a"))
                    .allMatch(link -> ids.contains(link.getAttribute("href").substring(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageLoadsAndRunsNothing(Language language) throws Exception {
        String page = html(Runs.big(7), language);
        assertThat(page.replace("xmlns=\"http://www.w3.org/1999/xhtml\"", ""))
                .doesNotContain(
                        "http://", "https://", "url(//", "@import", "<script", "<link", "<img", "<iframe", "src=");
        assertThat(page).contains("default-src 'none'".replace("'", "&#39;"));
        Matcher urls = Pattern.compile("url\\(([^)]*)\\)").matcher(page);
        while (urls.find()) {
            assertThat(urls.group(1)).startsWith("#");
        }
    }

    @Test
    void thePageShowsTheMajorPartsInOrder() throws Exception {
        Document document = parsed(html(Runs.big(7), Language.EN));
        assertThat(elements(document, "h2"))
                .extracting(Element::getTextContent)
                .containsExactly("What this report does not know", "Tables", "Timings", "Over time", "Evidence");
        assertThat(elements(document, "h1").get(0).getTextContent()).isEqualTo("erp-warehouse-2026Q1");
        assertThat(elements(document, "figcaption"))
                .extracting(Element::getTextContent)
                .contains(
                        "Copy rate: from MySQL into Kafka",
                        "Load rate: from Kafka into StarRocks",
                        "Load lag: rows still to load",
                        "Verification progress: rows compared so far");
        assertThat(elements(document, "header").get(0).getTextContent())
                .contains("Of 56 tables 2 differ; of 5 it is not known whether they are equal");
        List<Element> rows = elements(document, "tr").stream()
                .filter(row -> row.getAttribute("class").equals("r-DIFF"))
                .toList();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getTextContent()).contains("ods_payment").contains("failed 22");
    }

    @Test
    void everyAxisHasATitleWithItsUnit() throws Exception {
        Document document = parsed(html(Runs.small(), Language.EN));
        for (Element svg : elements(document, "svg")) {
            List<String> titles = elements(svg, "text").stream()
                    .filter(text -> text.getAttribute("class").startsWith("title"))
                    .map(Element::getTextContent)
                    .toList();
            assertThat(titles).contains("time (UTC+08:00)");
            assertThat(titles.size() == 1 || titles.contains("rows") || titles.contains("rows per second"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNameAndNoMessageIsMarkup(Language language) throws Exception {
        RunReport report = Runs.hostile(EVIL, EVIL);
        String page = html(report, language);
        Document document = parsed(page);
        assertThat(elements(document, "script")).isEmpty();
        assertThat(elements(document, "img")).isEmpty();
        assertThat(page).doesNotContain("\u202E").doesNotContain("\u0007").doesNotContain(" onload=\"");
        assertThat(elements(document, "h1").get(0).getTextContent()).contains("<script>alert(1)</script>");
        String junit = junit(report, language);
        assertThatCode(() -> parsed(junit)).doesNotThrowAnyException();
        assertThat(elements(parsed(junit), "script")).isEmpty();
        StringBuilder json = new StringBuilder();
        new JsonReport(report).write(json);
        assertThat(Json.parse(json.toString())).isInstanceOfSatisfying(Map.class, tree -> assertThat(tree.get("run"))
                .isEqualTo(EVIL));
    }

    @Test
    void aReferenceInAMessageIsShownAndNotFollowed() throws IOException {
        Path secret = Files.createTempFile("secret", ".txt");
        Files.writeString(secret, "open-sesame");
        try {
            RunReport report = Runs.hostile("t", "password file:" + secret + " and ${env:PATH} and env:PATH");
            StringBuilder all = new StringBuilder(html(report, Language.EN)).append(junit(report, Language.EN));
            new JsonReport(report).write(all);
            assertThat(all.toString())
                    .contains("file:" + secret)
                    .doesNotContain("open-sesame")
                    .doesNotContain(System.getenv("PATH"));
        } finally {
            Files.delete(secret);
        }
    }

    /** 56 logical and 5,274 physical tables. */
    @ParameterizedTest
    @EnumSource
    void theLargestRunMakesASmallFile(Language language) {
        RunReport report = Runs.big(7);
        assertThat(html(report, language).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(2_500_000);
        StringBuilder json = new StringBuilder();
        new JsonReport(report).write(json);
        assertThat(json.length()).isLessThan(2_500_000);
        assertThat(junit(report, language).length()).isLessThan(200_000);
    }

    @ParameterizedTest
    @EnumSource
    void junitsXmlHasTheShapeThatCiServersRead(Language language) throws Exception {
        var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(ReportPagesTest.class.getResourceAsStream("/report/junit.xsd")));
        for (RunReport report : List.of(Runs.small(), Runs.big(7), Runs.hostile(EVIL, EVIL))) {
            schema.newValidator().validate(new StreamSource(new StringReader(junit(report, language))));
        }
    }

    @Test
    void junitFailsWhereRowsDifferAndErrsWhereNothingIsKnown() throws Exception {
        RunReport report = Runs.big(7);
        Document document = parsed(junit(report, Language.EN));
        assertThat(elements(document, "testcase")).hasSize(Runs.TABLES * Hop.values().length);
        assertThat(elements(document, "failure"))
                .extracting(one -> one.getAttribute("type"))
                .containsExactly("DIFF.22", "DIFF.20");
        long unknown = report.tables().stream()
                .flatMap(table -> table.hops().stream())
                .filter(hop -> hop.verdict() == Verdict.UNKNOWN)
                .count();
        assertThat(elements(document, "error")).hasSize((int) unknown);
        Element all = document.getDocumentElement();
        assertThat(all.getAttribute("failures")).isEqualTo("2");
        assertThat(all.getAttribute("errors")).isEqualTo("" + unknown);
        Document good = parsed(junit(Runs.small(), Language.EN));
        assertThat(elements(good, "testcase")).hasSize(12);
        assertThat(elements(good, "failure")).isEmpty();
        assertThat(elements(good, "error")).isEmpty();
    }

    @Test
    void theJsonHoldsWhatIsDocumentedAndNothingElse() throws IOException {
        StringBuilder json = new StringBuilder();
        new JsonReport(Runs.big(7)).write(json);
        String page = Files.readString(Path.of("..", "docs", "report.md"));
        Map<?, ?> tree = (Map<?, ?>) Json.parse(json.toString());
        assertThat(tree.get("schemaVersion")).isEqualTo((long) JsonReport.SCHEMA_VERSION);
        List<String> names = new ArrayList<>();
        tree.keySet().forEach(name -> names.add(String.valueOf(name)));
        Map<?, ?> table = (Map<?, ?>) ((List<?>) tree.get("tables")).get(0);
        table.keySet().forEach(name -> names.add("tables[]." + name));
        assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        Matcher documented = Pattern.compile("^\\| `([a-zA-Z\\[\\].]+)` \\|", Pattern.MULTILINE)
                .matcher(page);
        List<String> promised =
                documented.results().map(found -> found.group(1)).toList();
        assertThat(names).containsExactlyElementsOf(promised);
    }

    @Test
    void bothLanguagesHaveTheSameWordsAndAllThatAreAskedFor() throws IOException {
        Properties english = properties("/sluice-report.properties");
        Properties chinese = properties("/sluice-report_zh.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
        List<String> asked = new ArrayList<>();
        Stream.of(Gap.Kind.values()).forEach(kind -> asked.add("gap." + kind));
        Stream.of(Hop.values()).forEach(hop -> asked.add("hop." + hop));
        Stream.of(TableReport.State.values()).forEach(state -> asked.add("state." + state));
        Stream.of(StepReport.Status.values()).forEach(status -> asked.add("status." + status));
        Stream.of(StepReport.Origin.values()).forEach(origin -> asked.add("origin." + origin));
        Stream.of(Verdict.values()).forEach(verdict -> asked.add("verdict." + verdict));
        assertThat(english.stringPropertyNames()).containsAll(asked);
    }

    private static List<String> places(String pattern) {
        return Pattern.compile("\\{\\d}")
                .matcher(pattern)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStreamReader in =
                new InputStreamReader(ReportPagesTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }

    private static String html(RunReport report, Language language) {
        StringBuilder page = new StringBuilder();
        new HtmlReport(report, language.words).write(page);
        return page.toString();
    }

    private static String junit(RunReport report, Language language) {
        StringBuilder xml = new StringBuilder();
        new JUnitReport(report, language.words).write(xml);
        return xml.toString();
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document document, String tag) {
        return elements(document.getDocumentElement(), tag);
    }

    private static List<Element> elements(Element root, String tag) {
        NodeList found = root.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
