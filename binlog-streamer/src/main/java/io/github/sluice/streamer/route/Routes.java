package io.github.sluice.streamer.route;

import io.github.sluice.streamer.binlog.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which table file a physical table of one source belongs to: a file that names it exactly, else the first in order of
 * file names whose expression matches the whole {@code db.table} (inventory #62, #63). Answers, also the negative ones,
 * are remembered. Belongs to one state of the folder; a reload makes another. Thread-safe.
 */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    /** Sources that make up a new table every minute must not fill the memory. */
    private static final int MOST_REMEMBERED = 100_000;

    private final Map<String, Route> exact = new HashMap<>();
    private final List<Route> expressions = new ArrayList<>();
    private final Map<TableId, Optional<Route>> answers = new ConcurrentHashMap<>();
    private final Map<TableId, List<Route>> ambiguities = new ConcurrentHashMap<>();

    /** @param files in the order of their names */
    Routes(List<TableFile> files, String source) {
        for (TableFile file : files) {
            if (file.isFor(source)) {
                Route route = new Route(file, source);
                if (file.exact()) {
                    exact.put(file.key(), route);
                } else {
                    expressions.add(route);
                }
            }
        }
    }

    /** The route of a table, or null if no file wants it. */
    public @Nullable Route resolve(TableId table) {
        Optional<Route> known = answers.get(table);
        if (known == null) {
            if (answers.size() >= MOST_REMEMBERED) {
                answers.clear();
            }
            known = Optional.ofNullable(find(table));
            answers.put(table, known);
        }
        return known.orElse(null);
    }

    private @Nullable Route find(TableId table) {
        String name = table.toString();
        Route named = exact.get(name);
        if (named != null && named.file().matches(name)) {
            return named;
        }
        List<Route> matching = new ArrayList<>();
        for (Route route : expressions) {
            if (route.file().matches(name)) {
                matching.add(route);
            }
        }
        if (matching.size() > 1 && ambiguities.putIfAbsent(table, List.copyOf(matching)) == null) {
            LOG.warn(
                    "{} is matched by the expressions of several table files: {}; it goes to the first, {}",
                    name,
                    fileNames(matching),
                    matching.get(0).topic());
        }
        return matching.isEmpty() ? null : matching.get(0);
    }

    private static List<String> fileNames(List<Route> routes) {
        return routes.stream().map(route -> route.file().fileName()).toList();
    }

    /** Every route, the exact ones first. */
    public List<Route> all() {
        List<Route> all = new ArrayList<>(exact.values());
        all.addAll(expressions);
        return all;
    }

    /** One line for each table resolved so far that the expressions of several files match. */
    public List<String> ambiguities() {
        List<String> lines = new ArrayList<>();
        ambiguities.forEach((table, matching) -> lines.add(table + " is matched by the expressions of "
                + String.join(" and ", fileNames(matching)) + ": exclude it in all but one of them"));
        lines.sort(null);
        return lines;
    }
}
