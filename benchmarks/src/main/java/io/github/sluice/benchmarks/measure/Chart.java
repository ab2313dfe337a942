package io.github.sluice.benchmarks.measure;

import io.github.sluice.benchmarks.measure.Trend.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over time as an SVG picture. One thread. */
public final class Chart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int BOTTOM = 40;
    private static final int TOP = 40;
    private static final int RIGHT = 20;
    private static final List<String> COLOURS = List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728");

    private final String title;
    private final String unit;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, List<Point> points) {}

    public Chart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** Adds a line of at least one point; at most four lines. */
    public Chart line(String name, List<Point> points) {
        lines.add(new Line(name, List.copyOf(points)));
        return this;
    }

    /** The picture. */
    public String svg() {
        double lastTime = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::seconds)
                .max()
                .orElse(1);
        double most = 1.1
                * lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Point::value)
                        .max()
                        .orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\"><rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT));
        svg.append(text("<text x=\"%d\" y=\"16\" font-size=\"14\">%s</text>%n", LEFT, title));
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            int y = y(value, most);
            svg.append(text(
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%d\""
                            + " text-anchor=\"end\">%.0f</text>%n",
                    LEFT, y, WIDTH - RIGHT, y, LEFT - 6, y + 4, value));
            double minutes = lastTime / 60 * i / 4;
            svg.append(text(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%.0f min</text>%n",
                    x(minutes * 60, lastTime), HEIGHT - BOTTOM + 18, minutes));
        }
        svg.append(text("<text x=\"6\" y=\"%d\">%s</text>%n", TOP - 8, unit));
        for (int i = 0; i < lines.size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append(text("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", colour));
            for (Point point : lines.get(i).points()) {
                svg.append(text("%d,%d ", x(point.seconds(), lastTime), y(point.value(), most)));
            }
            svg.append(text(
                    "\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    LEFT + 10 + 200 * i, HEIGHT - 6, colour, lines.get(i).name()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static int x(double seconds, double last) {
        return LEFT + (int) Math.round((WIDTH - LEFT - RIGHT) * seconds / last);
    }

    private static int y(double value, double most) {
        return HEIGHT - BOTTOM - (int) Math.round((HEIGHT - BOTTOM - TOP) * value / most);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
