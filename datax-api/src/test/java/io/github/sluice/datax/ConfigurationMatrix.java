package io.github.sluice.datax;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.util.Configuration;
import com.alibaba.datax.common.util.ConfigurationUtil;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Reads and changes of Configuration. Loaded once with our API and once with a real DataX's. */
public final class ConfigurationMatrix implements Callable<Map<String, String>> {
    private static final String JSON =
            "{\"a\": {\"b\": {\"c\": [0, 1, 2, {\"d\": \"deep\"}], \"n\": null}}, \"text\": \"hello\", \"blank\": \" \","
                    + "\"empty\": \"\", \"tab\": \"\\t\", \"yes\": \"TRUE\", \"no\": false, \"int\": 42, \"neg\": -1,"
                    + "\"long\": 9223372036854775807, \"huge\": 18446744073709551616, \"float\": 1.50, \"exp\": 1e3,"
                    + "\"numText\": \"17\", \"padded\": \" 17 \", \"list\": [\"x\", 1, true, null, 2.5], \"none\": [],"
                    + "\"map\": {\"k\": 1, \"l\": \"m\"}, \"nothing\": {}, \"dotted.key\": \"unreachable\","
                    + "\"outer\": {\"dotted.key\": 1, \" spaced \": 2}, \"password\": \"pw\", \"x\": {\"AccessKey\": \"ak\","
                    + "\"accessKeyId\": \"id\", \"sasl.password\": \"pw2\", \"clientPassword\": 5, \"token\": \"t\"},"
                    + "\"chars\": \"中文\", \"matrix\": [[1, 2], [3]], \"unicode\": \"\\u0001\\ud83d\\ude00\"}";
    private static final String[] PATHS = {
        "",
        " ",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c[0]",
        "a.b.c[3].d",
        "a.b.c[3]",
        "a.b.c[9]",
        "a.b.c[-1]",
        "a.b.c[x]",
        "a.b.c[]",
        "a.b.n",
        "a.b.n.o",
        "text",
        "text.x",
        "text[0]",
        "blank",
        "empty",
        "tab",
        "yes",
        "no",
        "int",
        "neg",
        "long",
        "huge",
        "float",
        "exp",
        "numText",
        "padded",
        "list",
        "list[1]",
        "list[3]",
        "list.x",
        "none",
        "none[0]",
        "map",
        "map.k",
        "map[0]",
        "nothing",
        "dotted.key",
        "outer",
        "outer.dotted.key",
        "outer. spaced ",
        "chars",
        "matrix[0][1]",
        "matrix[1][1]",
        "matrix[0]",
        "missing",
        "missing.deep[2].er",
        "a..b",
        ".a.b",
        "a.b.",
        "a. .b",
        "a[b",
        "a]b",
        "[0]",
        "unicode"
    };

    private final Outcomes outcomes = new Outcomes();

    @Override
    public Map<String, String> call() throws Exception {
        System.setProperty("contract_name", "va\"l");
        System.setProperty("contract_plain", "plain");
        System.setProperty("contract_blank", " ");
        make();
        read();
        change();
        changeAtRandom();
        return outcomes.all();
    }

    private void make() throws Exception {
        for (String json : new String[] {
            "{}",
            "[]",
            "[1,2]",
            "",
            " ",
            "null",
            "1",
            "\"text\"",
            "{",
            "{\"a\":}",
            "{a: 1}",
            "{'a': 'b'}",
            "{\"a\": 1,}",
            "// c\n{\"a\": 1}",
            "/* c */ {\"a\": 1}",
            "{\"a\": \"${contract_plain}\"}",
            "{\"a\": \"$contract_plain\"}",
            "{\"a\": \"${contract_name}\"}",
            "{\"a\": \"${contract_blank}\"}",
            "{\"a\": \"${contract_missing}\"}",
            "{\"${contract_plain}\": 1}",
            "{\"a\": \"$contract_plain$contract_plain\"}",
            "{\"a\": \"$contract_plain-x\"}",
            "{\"a\": \"$contract_plainx\"}",
            "{\"a\": \"${contract_plain\"}",
            "{\"a\": 1} trailing",
            "{\"a\":1,\"a\":2}",
            "{\"a\": NaN}",
            "{\"a\": 010}",
            "{\"a\": +1}",
            "{\"a\": \"\\x\"}",
            "tru",
            "{\"a\": 1.0e}"
        }) {
            outcomes.note("from(" + json + ")", () -> Configuration.from(json).toJSON());
        }
        outcomes.note("from(no file)", () -> Configuration.from(new File("/no/such/file")));
        outcomes.note("from(stream)", () -> Configuration.from(
                        new ByteArrayInputStream("{\"a\": \"中\"}".getBytes(StandardCharsets.UTF_8)))
                .getString("a"));
        outcomes.note("newDefault", () -> Configuration.newDefault().toJSON());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", Arrays.asList(1, "two", null));
        map.put("gone", null);
        outcomes.note("from(map)", () -> Configuration.from(map).toJSON());
        outcomes.note("from(list)", () -> Configuration.from(new ArrayList<Object>(List.of(1, "b")))
                .toJSON());
    }

    private void read() {
        Configuration conf = Configuration.from(JSON);
        for (String path : PATHS) {
            String at = "[" + path + "]";
            outcomes.note("get" + at, () -> conf.get(path));
            outcomes.note("getString" + at, () -> conf.getString(path));
            outcomes.note("getString default" + at, () -> conf.getString(path, "dflt"));
            outcomes.note("getInt" + at, () -> conf.getInt(path));
            outcomes.note("getInt default" + at, () -> conf.getInt(path, 7));
            outcomes.note("getLong" + at, () -> conf.getLong(path));
            outcomes.note("getLong default" + at, () -> conf.getLong(path, 7L));
            outcomes.note("getDouble" + at, () -> conf.getDouble(path));
            outcomes.note("getDouble default" + at, () -> conf.getDouble(path, 7.5));
            outcomes.note("getBool" + at, () -> conf.getBool(path));
            outcomes.note("getBool default" + at, () -> conf.getBool(path, true));
            outcomes.note("getChar" + at, () -> conf.getChar(path));
            outcomes.note("getChar default" + at, () -> conf.getChar(path, 'c'));
            outcomes.note("getNecessaryValue" + at, () -> conf.getNecessaryValue(path, CommonErrorCode.RETRY_FAIL));
            outcomes.note(
                    "getUnnecessaryValue" + at,
                    () -> conf.getUnnecessaryValue(path, "dflt", CommonErrorCode.RETRY_FAIL));
            outcomes.note("getNecessaryBool" + at, () -> conf.getNecessaryBool(path, CommonErrorCode.RETRY_FAIL));
            outcomes.note("getList" + at, () -> conf.getList(path));
            outcomes.note("getList default" + at, () -> conf.getList(path, new ArrayList<Object>()));
            outcomes.note("getList class" + at, () -> conf.getList(path, String.class));
            outcomes.note("getList element" + at, () -> {
                String first = conf.getList(path, String.class).get(0);
                return first;
            });
            outcomes.note("getListWithJson" + at, () -> conf.getListWithJson(path, String.class));
            outcomes.note("getListConfiguration" + at, () -> conf.getListConfiguration(path));
            outcomes.note("getMap" + at, () -> new TreeMap<>(conf.getMap(path)));
            outcomes.note("getMap default" + at, () -> conf.getMap(path, new HashMap<String, Object>())
                    .size());
            outcomes.note("getMap class" + at, () -> new TreeMap<>(conf.getMap(path, String.class)));
            outcomes.note("getMapConfiguration" + at, () -> new TreeMap<>(conf.getMapConfiguration(path)));
            outcomes.note(
                    "getConfiguration" + at, () -> conf.getConfiguration(path).toJSON());
            outcomes.note("remove" + at, () -> {
                Configuration own = conf.clone();
                own.remove(path);
                return own.toJSON();
            });
        }
        outcomes.note("get[null]", () -> conf.get(null));
        outcomes.note("getKeys", () -> new TreeSet<>(conf.getKeys()));
        outcomes.note("toJSON", conf::toJSON);
        outcomes.note("beautify", () -> conf.beautify().replace("\n", "\\n"));
        outcomes.note("toString", conf::toString);
        outcomes.note(
                "filterSensitive", () -> ConfigurationUtil.filterSensitive(conf).toJSON());
        outcomes.note("filterSensitive null", () -> ConfigurationUtil.filterSensitive(null));
        outcomes.note("secret paths", () -> {
            Configuration own = conf.clone();
            own.addSecretKeyPath("a.b");
            own.addSecretKeyPath(" ");
            own.addSecretKeyPath(new TreeSet<>(List.of("x", "y")));
            Configuration copy = own.clone();
            own.setSecretKeyPathSet(null);
            return copy.isSecretPath("a.b") + " " + copy.isSecretPath("c") + " "
                    + new TreeSet<>(copy.getSecretKeyPathSet());
        });
    }

    private void change() {
        Object[][] changes = {
            {"a.b.c[1]", "one"},
            {"a.b.c[6]", 6},
            {"a", 1},
            {"a.b", null},
            {"text.sub", 1},
            {"text[2]", 1},
            {"new.path[1].x", true},
            {"", Map.of("only", 1)},
            {"", List.of(1)},
            {"[2]", "x"},
            {" spaced ", 1},
            {"a. b", 1},
            {"list[0]", Configuration.from("{\"inner\": 1}")},
            {"confs", List.of(Configuration.from("{\"one\": 1}"), 2)},
            {"confMap", Map.of("k", Configuration.from("{\"two\": 2}"))},
            {"map.k", List.of(1, List.of(2))},
            {"none[0][1]", 1},
            {"a.b.n.o", 1},
            {"a[-1]", 1},
            {"a[x]", 1},
            {"a. .b", 1}
        };
        for (Object[] change : changes) {
            outcomes.note("set " + change[0] + " to " + change[1], () -> {
                Configuration conf = Configuration.from(JSON);
                Object before = conf.set((String) change[0], change[1]);
                return before + " -> " + sorted(conf);
            });
        }
        outcomes.note(
                "merge keeping",
                () -> sorted(Configuration.from(JSON)
                        .merge(
                                Configuration.from("{\"int\": 1, \"fresh\": [1, {\"x\": 2}], \"nothing\": {\"y\": 1}}"),
                                false)));
        outcomes.note(
                "merge updating",
                () -> sorted(Configuration.from(JSON)
                        .merge(Configuration.from("{\"int\": 1, \"a\": 5, \"d.e\": 1, \"list\": [9]}"), true)));
        outcomes.note("clone is deep", () -> {
            Configuration conf = Configuration.from(JSON);
            conf.clone().set("a.b.c[0]", "changed");
            return conf.get("a.b.c[0]");
        });
        outcomes.note("getMap is the tree itself", () -> {
            Configuration conf = Configuration.from(JSON);
            conf.getMap("map").put("k", "changed");
            return conf.get("map.k");
        });
        outcomes.note("getMap class is a copy", () -> {
            Configuration conf = Configuration.from(JSON);
            conf.getMap("map", Object.class).put("k", "changed");
            return conf.get("map.k");
        });
    }

    /** Many small trees under many changes; the seed is fixed because the outcomes are kept as data. */
    private void changeAtRandom() {
        Random random = new Random(20260101);
        for (int round = 0; round < 60; round++) {
            Configuration conf = Configuration.newDefault();
            for (int step = 0; step < 6; step++) {
                String path = randomPath(random);
                Object value = randomValue(random);
                outcomes.note("random " + round + "." + step + " " + path + " = " + value, () -> {
                    Object before = conf.set(path, value);
                    return before + " -> " + sorted(conf) + " " + new TreeSet<>(conf.getKeys());
                });
            }
        }
    }

    private static String randomPath(Random random) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(4); depth >= 0; depth--) {
            if (random.nextInt(3) == 0) {
                path.append('[').append(random.nextInt(3)).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append("abc".charAt(random.nextInt(3)));
            }
        }
        return path.toString();
    }

    private static Object randomValue(Random random) {
        switch (random.nextInt(6)) {
            case 0:
                return null;
            case 1:
                return random.nextInt(100);
            case 2:
                return "t" + random.nextInt(100);
            case 3:
                return new ArrayList<>(List.of(random.nextInt(9), "e"));
            case 4:
                return new HashMap<>(Map.of("a", random.nextInt(9)));
            default:
                return random.nextBoolean();
        }
    }

    /** HashMaps inside have no order worth comparing. */
    private static String sorted(Configuration conf) {
        return String.valueOf(sorted(conf.getInternal()));
    }

    private static Object sorted(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, value) -> sorted.put((String) key, sorted(value)));
            return sorted;
        }
        if (tree instanceof List<?> list) {
            List<Object> sorted = new ArrayList<>();
            list.forEach(each -> sorted.add(sorted(each)));
            return sorted;
        }
        return tree;
    }
}
