package com.alibaba.datax.common.util;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.spi.ErrorCode;
import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON tree addressed by paths such as {@code a.b[2].c}. Every way of making one goes through JSON text, in which
 * placeholders are replaced ({@link StrUtil#replaceVariable}): also {@link #clone()} and {@link #getConfiguration}. A
 * missing value is null. Not thread-safe.
 */
public class Configuration {
    private Set<String> secretKeyPathSet = new HashSet<>();
    private Object root;

    private Configuration(String json) {
        this.root = JSON.parse(json);
    }

    public static Configuration newDefault() {
        return from("{}");
    }

    /** @throws DataXException {@code CONFIG_ERROR} when blank or no JSON */
    public static Configuration from(String json) {
        String replaced = StrUtil.replaceVariable(json);
        if (StrUtil.isBlank(replaced)) {
            throw configError("配置信息不是合法的JSON格式: 内容为空白 .");
        }
        try {
            return new Configuration(replaced);
        } catch (RuntimeException e) {
            throw configError("配置信息不是合法的JSON格式: " + e.getMessage() + " .");
        }
    }

    /** Read in the JVM's charset, which DataX starts as UTF-8. */
    public static Configuration from(File file) {
        try (InputStream in = new FileInputStream(file)) {
            return from(textOf(in));
        } catch (FileNotFoundException e) {
            throw configError("配置文件[" + file.getAbsolutePath() + "]不存在 .");
        } catch (IOException e) {
            throw configError("配置文件[" + file.getAbsolutePath() + "]读取失败: " + e + " .");
        }
    }

    /** Reads to the end; the caller closes. */
    public static Configuration from(InputStream is) {
        try {
            return from(textOf(is));
        } catch (IOException e) {
            throw configError("配置读取失败: " + e + " .");
        }
    }

    public static Configuration from(Map<String, Object> object) {
        return from(JSON.toJSONString(object));
    }

    public static Configuration from(List<Object> object) {
        return from(JSON.toJSONString(object));
    }

    private static String textOf(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
        }
        return new String(bytes.toByteArray(), Charset.defaultCharset());
    }

    /** @throws DataXException with {@code errorCode} when missing or blank */
    public String getNecessaryValue(String key, ErrorCode errorCode) {
        String value = getString(key);
        if (StrUtil.isBlank(value)) {
            throw missing(key, errorCode);
        }
        return value;
    }

    /** Gives the default also for a blank value, so a blank or a tab can never be set this way. */
    public String getUnnecessaryValue(String key, String defaultValue, ErrorCode errorCode) {
        String value = getString(key);
        return StrUtil.isBlank(value) ? defaultValue : value;
    }

    public Boolean getNecessaryBool(String key, ErrorCode errorCode) {
        Boolean value = getBool(key);
        if (value == null) {
            throw missing(key, errorCode);
        }
        return value;
    }

    /** The value itself, not a copy, or null when there is none; an empty path gives the root. */
    public Object get(String path) {
        JsonPath place = JsonPath.of(path);
        return place.find(root);
    }

    /** An unchecked cast: a value of another class fails where it is used. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T get(String path, Class<T> clazz) {
        return (T) get(path);
    }

    /** A deep copy of a part, or null. */
    public Configuration getConfiguration(String path) {
        Object part = get(path);
        return part == null ? null : from(JSON.toJSONString(part));
    }

    /** The value's text; for a map or list its JSON. */
    public String getString(String path) {
        Object value = get(path);
        return value == null ? null : value.toString();
    }

    public String getString(String path, String defaultValue) {
        return or(getString(path), defaultValue);
    }

    /** The first character; an empty text is a {@code CONFIG_ERROR}. */
    public Character getChar(String path) {
        return read(path, getString(path), "字符", text -> text.charAt(0));
    }

    public Character getChar(String path, char defaultValue) {
        return or(getChar(path), defaultValue);
    }

    public Boolean getBool(String path) {
        return read(path, getString(path), "bool", text -> {
            if ("true".equalsIgnoreCase(text)) {
                return Boolean.TRUE;
            }
            if ("false".equalsIgnoreCase(text)) {
                return Boolean.FALSE;
            }
            throw new IllegalArgumentException("neither true nor false");
        });
    }

    public Boolean getBool(String path, boolean defaultValue) {
        return or(getBool(path), defaultValue);
    }

    /** A blank text is a {@code CONFIG_ERROR}, unlike in {@link #getLong} and {@link #getDouble}. */
    public Integer getInt(String path) {
        return read(path, getString(path), "整数", Integer::valueOf);
    }

    public Integer getInt(String path, int defaultValue) {
        return or(getInt(path), defaultValue);
    }

    /** A blank text is null. */
    public Long getLong(String path) {
        return read(path, unlessBlank(getString(path)), "整数", Long::valueOf);
    }

    public Long getLong(String path, long defaultValue) {
        return or(getLong(path), defaultValue);
    }

    /** A blank text is null. */
    public Double getDouble(String path) {
        return read(path, unlessBlank(getString(path)), "浮点数", Double::valueOf);
    }

    public Double getDouble(String path, double defaultValue) {
        return or(getDouble(path), defaultValue);
    }

    /** The list itself, not a copy. */
    @SuppressWarnings("unchecked")
    public List<Object> getList(String path) {
        return get(path, List.class);
    }

    /** A copy whose elements are not converted: numbers stay Integer, whatever {@code t} says. */
    @SuppressWarnings("unchecked")
    public <T> List<T> getList(String path, Class<T> t) {
        List<Object> list = getList(path);
        return list == null ? null : new ArrayList<>((List<T>) list);
    }

    public List<Object> getList(String path, List<Object> defaultList) {
        return or(getList(path), defaultList);
    }

    public <T> List<T> getList(String path, List<T> defaultList, Class<T> t) {
        return or(getList(path, t), defaultList);
    }

    /** A copy whose elements are converted by way of JSON. */
    public <T> List<T> getListWithJson(String path, Class<T> t) {
        Object list = get(path);
        return list == null ? null : JSON.parseArray(JSON.toJSONString(list), t);
    }

    public List<Configuration> getListConfiguration(String path) {
        List<Object> list = getList(path);
        if (list == null) {
            return null;
        }
        List<Configuration> copies = new ArrayList<>();
        for (Object each : list) {
            copies.add(from(JSON.toJSONString(each)));
        }
        return copies;
    }

    /** The map itself, not a copy. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> getMap(String path) {
        return get(path, Map.class);
    }

    /** A copy whose values are not converted. */
    @SuppressWarnings("unchecked")
    public <T> Map<String, T> getMap(String path, Class<T> t) {
        Map<String, Object> map = getMap(path);
        return map == null ? null : new HashMap<>((Map<String, T>) map);
    }

    public Map<String, Object> getMap(String path, Map<String, Object> defaultMap) {
        return or(getMap(path), defaultMap);
    }

    public <T> Map<String, T> getMap(String path, Map<String, T> defaultMap, Class<T> t) {
        return or(getMap(path, t), defaultMap);
    }

    public Map<String, Configuration> getMapConfiguration(String path) {
        Map<String, Object> map = getMap(path);
        if (map == null) {
            return null;
        }
        Map<String, Configuration> copies = new HashMap<>();
        map.forEach((key, value) -> copies.put(key, from(JSON.toJSONString(value))));
        return copies;
    }

    public String beautify() {
        return JSON.toJSONString(root, JSONWriter.Feature.PrettyFormat);
    }

    /**
     * Puts a value, making the way there and replacing what is of another kind. Configurations, also directly inside a
     * list or map, are put as their trees; anything else should be what JSON can hold.
     *
     * @return what was there before, or null
     */
    public Object set(String path, Object object) {
        Object before = get(path);
        Object changed = JsonPath.of(path).put(root, unwrapped(object));
        if (!(changed instanceof Map || changed instanceof List)) {
            throw DataXException.asDataXException(CommonErrorCode.RUNTIME_ERROR, "路径[" + path + "]处的值不能作为配置的根 .");
        }
        root = changed;
        return before;
    }

    private static Object unwrapped(Object object) {
        if (object instanceof List) {
            List<Object> list = new ArrayList<>();
            for (Object each : (List<?>) object) {
                list.add(treeOf(each));
            }
            return list;
        }
        if (object instanceof Map) {
            Map<String, Object> map = new HashMap<>();
            ((Map<?, ?>) object).forEach((key, value) -> map.put((String) key, treeOf(value)));
            return map;
        }
        return treeOf(object);
    }

    private static Object treeOf(Object object) {
        return object instanceof Configuration ? ((Configuration) object).root : object;
    }

    /** The paths of all leaves, null ones included: {@code a.b[0]}. Empty maps and lists have none. */
    public Set<String> getKeys() {
        Set<String> paths = new HashSet<>();
        collectLeaves(root, "", paths);
        return paths;
    }

    private static void collectLeaves(Object current, String path, Set<String> paths) {
        if (current instanceof Map) {
            ((Map<?, ?>) current).forEach((key, value) -> {
                String step = ((String) key).trim();
                collectLeaves(value, StrUtil.isBlank(path) ? step : path + "." + step, paths);
            });
        } else if (current instanceof List) {
            List<?> list = (List<?>) current;
            for (int i = 0; i < list.size(); i++) {
                collectLeaves(list.get(i), path + "[" + i + "]", paths);
            }
        } else {
            paths.add(path);
        }
    }

    /** Sets to null what is there; throws {@code RUNTIME_ERROR} when nothing is. */
    public Object remove(String path) {
        Object before = get(path);
        if (before == null) {
            throw DataXException.asDataXException(CommonErrorCode.RUNTIME_ERROR, "不能删除: 配置项[" + path + "]不存在 .");
        }
        set(path, null);
        return before;
    }

    /** Takes over the other's leaves, those that are already here only when told to. Returns this. */
    public Configuration merge(Configuration another, boolean updateWhenConflict) {
        for (String path : another.getKeys()) {
            if (updateWhenConflict || get(path) == null) {
                set(path, another.get(path));
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return toJSON();
    }

    /** The whole tree, secrets included; null values of maps are left out. */
    public String toJSON() {
        return JSON.toJSONString(root);
    }

    /** A deep copy, secret paths included. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public Configuration clone() {
        Configuration copy = from(toJSON());
        copy.addSecretKeyPath(secretKeyPathSet);
        return copy;
    }

    /** Remembers that the value at this path is a secret. */
    public void addSecretKeyPath(String path) {
        if (!StrUtil.isBlank(path)) {
            secretKeyPathSet.add(path);
        }
    }

    public void addSecretKeyPath(Set<String> pathSet) {
        if (pathSet != null) {
            secretKeyPathSet.addAll(pathSet);
        }
    }

    public void setSecretKeyPathSet(Set<String> keyPathSet) {
        if (keyPathSet != null) {
            secretKeyPathSet = keyPathSet;
        }
    }

    public boolean isSecretPath(String path) {
        return secretKeyPathSet.contains(path);
    }

    public Set<String> getSecretKeyPathSet() {
        return secretKeyPathSet;
    }

    /** The tree itself. */
    public Object getInternal() {
        return root;
    }

    private static <T> T read(String path, String text, String kind, Function<String, T> reader) {
        if (text == null) {
            return null;
        }
        try {
            return reader.apply(text);
        } catch (RuntimeException e) {
            throw configError("配置项[" + path + "]的值[" + text + "]非法, 期望是" + kind + "类型: " + e.getMessage() + " .");
        }
    }

    private static String unlessBlank(String text) {
        return StrUtil.isBlank(text) ? null : text;
    }

    private static <T> T or(T value, T defaultValue) {
        return value == null ? defaultValue : value;
    }

    private static DataXException missing(String key, ErrorCode errorCode) {
        return DataXException.asDataXException(errorCode, String.format("您提供配置文件有误，[%s]是必填参数，不允许为空或者留白 .", key));
    }

    private static DataXException configError(String message) {
        return DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, message);
    }
}
