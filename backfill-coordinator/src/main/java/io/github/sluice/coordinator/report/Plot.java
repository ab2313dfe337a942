package io.github.sluice.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A curve or two over time, as inline SVG: axes with titles and units, round marks, each curve in a colour and a dash of
 * its own. Colours come from the page's style. One thread.
 */
final class Plot {
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;

    private final String title;
    private final String yTitle;
    private final String xTitle;
    private final TimeAxis axis;
    private final int width;
    private final int height;
    private final DoubleFunction<String> yLabel;
    private final List<Curve> curves = new ArrayList<>();

    /** Values over equal parts of the axis; NaN where there is none. */
    private record Curve(String label, int style, double[] values) {}

    Plot(String title, String yTitle, String xTitle, TimeAxis axis, int width, int height) {
        this.title = title;
        this.yTitle = yTitle;
        this.xTitle = xTitle;
        this.axis = axis;
        this.width = width;
        this.height = height;
        this.yLabel = ReportWords::shortNumber;
    }

    /** Adds a curve, unless it has no value at all. */
    Plot curve(String label, int style, double[] values) {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                curves.add(new Curve(label, style, values));
                break;
            }
        }
        return this;
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    void write(Markup out) {
        double top = highest();
        out.open("figure", "class", "plot");
        out.leaf("figcaption", title);
        out.open("div", "class", "scroll");
        out.open("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "aria-label", title);
        grid(out, top);
        for (Curve curve : curves) {
            String path = path(curve.values(), top);
            out.empty("path", "class", "area a" + curve.style(), "d", area(curve.values(), top));
            out.empty("path", "class", "line c" + curve.style(), "d", path);
        }
        legend(out);
        out.close().close().close();
    }

    private void grid(Markup out, double top) {
        double step = roundStep(top / 4);
        for (double value = 0; value <= top * 1.0001; value += step) {
            String y = number(y(value, top));
            out.empty("line", "class", "grid", "x1", "" + LEFT, "x2", "" + (width - RIGHT), "y1", y, "y2", y);
            out.leaf(
                    "text",
                    yLabel.apply(value),
                    "class",
                    "mark end",
                    "x",
                    "" + (LEFT - 7),
                    "y",
                    number(y(value, top) + 4));
        }
        int bottom = height - BOTTOM;
        for (TimeAxis.Mark mark : axis.marks(Math.max(3, (width - LEFT) / 90))) {
            String x = number(LEFT + mark.part() * (width - LEFT - RIGHT));
            out.empty("line", "class", "tick", "x1", x, "x2", x, "y1", "" + bottom, "y2", "" + (bottom + 5));
            out.leaf("text", mark.label(), "class", "mark mid", "x", x, "y", "" + (bottom + 18));
        }
        out.empty(
                "line",
                "class",
                "axis",
                "x1",
                "" + LEFT,
                "x2",
                "" + (width - RIGHT),
                "y1",
                "" + bottom,
                "y2",
                "" + bottom);
        out.leaf("text", yTitle, "class", "title", "x", "4", "y", "16");
        out.leaf("text", xTitle, "class", "title end", "x", "" + (width - RIGHT), "y", "" + (height - 8));
    }

    private void legend(Markup out) {
        if (curves.size() < 2) {
            return;
        }
        int x = width - RIGHT;
        for (int i = curves.size() - 1; i >= 0; i--) {
            Curve curve = curves.get(i);
            int textWidth = 8
                    + curve.label()
                            .codePoints()
                            .map(point -> point > 0x2E80 ? 13 : 7)
                            .sum();
            x -= textWidth;
            out.leaf("text", curve.label(), "class", "key", "x", "" + x, "y", "16");
            out.empty(
                    "line",
                    "class",
                    "line c" + curve.style(),
                    "x1",
                    "" + (x - 26),
                    "x2",
                    "" + (x - 5),
                    "y1",
                    "12",
                    "y2",
                    "12");
            x -= 38;
        }
    }

    private String path(double[] values, double top) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                drawing = false;
                continue;
            }
            path.append(drawing ? 'L' : 'M')
                    .append(number(x(i, values.length)))
                    .append(' ')
                    .append(number(y(values[i], top)));
            boolean alone = !drawing && (i + 1 == values.length || Double.isNaN(values[i + 1]));
            if (alone) {
                path.append("h1");
            }
            drawing = true;
        }
        return path.toString();
    }

    private String area(double[] values, double top) {
        StringBuilder path = new StringBuilder();
        String floor = number(y(0, top));
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                continue;
            }
            boolean first = i == 0 || Double.isNaN(values[i - 1]);
            boolean last = i + 1 == values.length || Double.isNaN(values[i + 1]);
            String x = number(x(i, values.length));
            if (first) {
                path.append('M').append(x).append(' ').append(floor);
            }
            path.append('L').append(x).append(' ').append(number(y(values[i], top)));
            if (last) {
                path.append('L').append(x).append(' ').append(floor).append('Z');
            }
        }
        return path.toString();
    }

    private double x(int part, int parts) {
        return LEFT + (part + 0.5) / parts * (width - LEFT - RIGHT);
    }

    private double y(double value, double top) {
        return height - BOTTOM - value / top * (height - BOTTOM - TOP);
    }

    private double highest() {
        double highest = 0;
        for (Curve curve : curves) {
            for (double value : curve.values()) {
                highest = Double.isNaN(value) ? highest : Math.max(highest, value);
            }
        }
        if (highest <= 0) {
            return 1;
        }
        double step = roundStep(highest / 4);
        return Math.ceil(highest / step) * step;
    }

    /** 1, 2 or 5 times a power of ten, not below {@code least}. */
    static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * 0.9999) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** A coordinate, to a tenth. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
