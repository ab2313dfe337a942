package io.github.sluice.streamer.route;

import static io.github.sluice.streamer.route.Specimens.exact;
import static io.github.sluice.streamer.route.Specimens.file;
import static io.github.sluice.streamer.route.Specimens.id;
import static io.github.sluice.streamer.route.Specimens.shards;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.binlog.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static String keyOf(Routes routes, String table) {
        Route route = routes.resolve(id(table));
        return route == null ? "none" : route.key();
    }

    @Test
    void anExactFileWinsOverEveryExpression() { // inventory #62
        Routes routes = new Routes(List.of(file(shards("all", "s\\..*", "id")), file(exact("s.t", "id"))), "rds1");
        assertThat(keyOf(routes, "s.t")).isEqualTo("s.t");
        assertThat(keyOf(routes, "s.u")).isEqualTo("all");
        assertThat(routes.ambiguities()).as("precedence is no ambiguity").isEmpty();
    }

    @Test
    void expressionsMatchWholeNames() { // inventory #63, #199
        Routes routes = new Routes(List.of(file(shards("k", "s\\.t_1", "id"))), "rds1");
        assertThat(keyOf(routes, "s.t_1")).isEqualTo("k");
        assertThat(keyOf(routes, "s.t_10")).isEqualTo("none");
        assertThat(keyOf(routes, "xs.t_1")).isEqualTo("none");
    }

    @Test
    void aTableThatTwoExpressionsMatchGoesToTheFirstAndIsReported() { // inventory #62
        Routes routes = new Routes(
                List.of(file(shards("a", "s\\.t_\\d+", "id")), file(shards("b", "s\\.t_1.*", "id"))), "rds1");
        assertThat(keyOf(routes, "s.t_2")).isEqualTo("a");
        assertThat(routes.ambiguities()).isEmpty();
        assertThat(keyOf(routes, "s.t_1")).isEqualTo("a");
        assertThat(routes.ambiguities())
                .containsExactly("s.t_1 is matched by the expressions of a.json and b.json: exclude it in all but one"
                        + " of them");
    }

    @Test
    void anExcludedTableIsNobodys() {
        Map<String, Object> file = shards("k", "s\\..*", "id");
        file.put("exclude", List.of("s\\.tmp_.*"));
        Routes routes = new Routes(List.of(file(file)), "rds1");
        assertThat(keyOf(routes, "s.tmp_1")).isEqualTo("none");
        assertThat(keyOf(routes, "s.t")).isEqualTo("k");
    }

    @Test
    void aFileForOneSourceIsNoneForAnother() { // inventory #58
        Map<String, Object> file = exact("s.t", "id");
        file.put("source", "rds2");
        assertThat(keyOf(new Routes(List.of(file(file)), "rds1"), "s.t")).isEqualTo("none");
        assertThat(keyOf(new Routes(List.of(file(file)), "rds2"), "s.t")).isEqualTo("s.t");
    }

    /** 5,274 physical tables in 56 logical ones, and as many that nobody wants. */
    @Test
    void aNameIsResolvedInUnderAMillisecond() {
        List<TableFile> files = new ArrayList<>();
        for (int i = 0; i < 56; i++) {
            files.add(file(shards("logical_" + i, "shop_\\d+\\.logical_" + i + "_\\d+", "id")));
        }
        List<TableId> tables = new ArrayList<>();
        for (int i = 0; i < 5274; i++) {
            tables.add(id("shop_" + i % 16 + ".logical_" + i % 56 + "_" + i / 56));
            tables.add(id("shop_" + i % 16 + ".nobodys_" + i));
        }
        Routes warm = new Routes(files, "rds1");
        tables.forEach(warm::resolve); // the machine's own warming up is not what is measured

        Routes routes = new Routes(files, "rds1");
        long began = System.nanoTime();
        tables.forEach(routes::resolve);
        double firstMillis = (System.nanoTime() - began) / 1e6 / tables.size();
        began = System.nanoTime();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            routes.resolve(tables.get(random.nextInt(tables.size())));
        }
        double againMillis = (System.nanoTime() - began) / 1e6 / 100_000;

        assertThat(firstMillis).as("first time, ms").isLessThan(1);
        assertThat(againMillis).as("remembered, ms").isLessThan(0.1);
        assertThat(keyOf(routes, "shop_3.logical_55_12")).isEqualTo("logical_55");
    }
}
