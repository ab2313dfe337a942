package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.sluice.testbed.starrocks.convert.JsonConverter;
import io.github.sluice.testbed.starrocks.convert.MalformedTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON bodies (starrocks.md 6.3, 6.5). Each body is a complete document: an array of objects with
 * {@code strip_outer_array}, a stream of objects without. Of equal keys the first counts. Anything else than an object
 * where a row should be fails the whole load.
 */
final class JsonRows implements RowReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(1_000_000)
                    .build())
            .build();

    private final List<LoadPlan.Source> sources;
    private final boolean stripOuterArray;
    private final @Nullable JsonPath root;
    private final List<JsonPath> paths;
    private final Map<String, Integer> slotByKey = new HashMap<>();
    private final @Nullable Object[] slots;
    private final int[] filledInRow;
    private final int operationSlot;
    private int rowNumber;

    JsonRows(LoadPlan plan, LoadSettings settings) throws LoadException {
        this.sources = plan.sources();
        this.stripOuterArray = settings.stripOuterArray();
        this.root = settings.jsonRoot().isEmpty() ? null : JsonPath.parse(settings.jsonRoot());
        this.paths = paths(settings.jsonPaths());
        this.slots = new Object[sources.size()];
        this.filledInRow = new int[sources.size()];
        int operation = -1;
        for (int i = 0; i < sources.size(); i++) {
            slotByKey.put(sources.get(i).name(), i);
            operation = sources.get(i).isOperation() ? i : operation;
        }
        this.operationSlot = operation;
    }

    private static List<JsonPath> paths(String header) throws LoadException {
        List<JsonPath> paths = new ArrayList<>();
        if (header.isEmpty()) {
            return paths;
        }
        try (JsonParser parser = JSON.createParser(header)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new LoadException(LoadStatus.INVALID_ARGUMENT, "Invalid json path: " + header);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    throw new LoadException(LoadStatus.INVALID_ARGUMENT, "Invalid json path: " + header);
                }
                paths.add(JsonPath.parse(parser.getText()));
            }
            return List.copyOf(paths);
        } catch (IOException e) {
            throw new LoadException(
                    LoadStatus.INVALID_ARGUMENT, "Invalid json path: " + header + ", error: " + e.getMessage());
        }
    }

    @Override
    public void read(BodySpool body, Sink sink) throws LoadException, IOException {
        try (InputStream in = body.open();
                JsonParser parser = JSON.createParser(in)) {
            parser.nextToken();
            if (root == null && stripOuterArray) {
                array(parser, body, sink);
            } else {
                documents(parser, body, sink);
            }
        } catch (JsonProcessingException | MalformedTextException e) {
            String detail = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw parseError("Failed to iterate " + (stripOuterArray ? "json array" : "document stream")
                    + " as object. error: " + detail);
        }
    }

    @Override
    public void finish(Sink sink) {
        // each body is a document of its own
    }

    private static LoadException parseError(String detail) {
        return new LoadException(LoadStatus.DATA_QUALITY_ERROR, "parse error. " + detail);
    }

    private void array(JsonParser parser, BodySpool body, Sink sink) throws LoadException, IOException {
        if (parser.currentToken() == null) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw parseError("the value should be array type with strip_outer_array=true, value: "
                    + shortened(parser.getText()));
        }
        elements(parser, body, sink);
        if (parser.nextToken() != null) {
            throw parseError("Failed to iterate json array as object. error: content behind the array");
        }
    }

    private void elements(JsonParser parser, BodySpool body, Sink sink) throws LoadException, IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw parseError("Failed to iterate json array as object. error: INCORRECT_TYPE: "
                        + "The JSON element does not have the requested type.");
            }
            row(parser, body, sink);
        }
    }

    /** A stream of documents; with a root the rows are inside them, and an outer array is opened by itself. */
    private void documents(JsonParser parser, BodySpool body, Sink sink) throws LoadException, IOException {
        JsonPath inside = root;
        for (; parser.currentToken() != null; parser.nextToken()) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_ARRAY && inside == null) {
                throw parseError("The value is array type in json document stream, you can set "
                        + "strip_outer_array=true to parse each element of the array as individual rows");
            }
            boolean opened = token == JsonToken.START_ARRAY
                    && parser.getParsingContext().getParent().inRoot();
            if (opened || (token == JsonToken.END_ARRAY && inside != null)) {
                continue;
            }
            if (token != JsonToken.START_OBJECT) {
                throw parseError("The value should be object type in json document stream");
            }
            if (inside == null) {
                row(parser, body, sink);
            } else {
                document(parser, inside, body, sink);
            }
        }
    }

    private void document(JsonParser parser, JsonPath inside, BodySpool body, Sink sink)
            throws LoadException, IOException {
        int depth = parser.getParsingContext().getNestingDepth();
        if (!inside.seek(parser)) {
            throw parseError("json_root " + inside + " not found");
        }
        JsonToken token = parser.currentToken();
        if (stripOuterArray && token == JsonToken.START_ARRAY) {
            elements(parser, body, sink);
        } else if (!stripOuterArray && token == JsonToken.START_OBJECT) {
            row(parser, body, sink);
        } else {
            throw parseError("the value under json root should be "
                    + (stripOuterArray ? "array type with strip_outer_array=true" : "object type"));
        }
        while (parser.currentToken() != JsonToken.END_OBJECT
                || parser.getParsingContext().getNestingDepth() >= depth) {
            parser.nextToken();
        }
    }

    private static String shortened(@Nullable String text) {
        return text == null ? "" : text.length() > 64 ? text.substring(0, 64) : text;
    }

    /** Reads the object at which the parser stands, and leaves the parser at its end. */
    private void row(JsonParser parser, BodySpool body, Sink sink) throws LoadException, IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        rowNumber++;
        java.util.Arrays.fill(slots, null);
        if (operationSlot >= 0) {
            slots[operationSlot] = 0L;
        }
        if (paths.isEmpty()) {
            members(parser, body);
        } else {
            parser.skipChildren();
            byPath(body.slice(from, parser.currentLocation().getByteOffset()));
        }
        long to = parser.currentLocation().getByteOffset();
        sink.row(slots, () -> new String(body.slice(from, to), StandardCharsets.UTF_8));
    }

    private void members(JsonParser parser, BodySpool body) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Integer slot = slotByKey.get(parser.currentName());
            parser.nextToken();
            if (slot == null || filledInRow[slot] == rowNumber) {
                parser.skipChildren();
                continue;
            }
            filledInRow[slot] = rowNumber;
            LoadPlan.Source source = sources.get(slot);
            slots[slot] = JsonConverter.convert(parser, body::slice, source.type(), source.name());
        }
    }

    private void byPath(byte[] row) throws IOException {
        JsonConverter.SourceText text = (from, to) -> java.util.Arrays.copyOfRange(row, (int) from, (int) to);
        for (int i = 0; i < slots.length && i < paths.size(); i++) {
            LoadPlan.Source source = sources.get(i);
            try (JsonParser parser = JSON.createParser(row)) {
                parser.nextToken();
                if (paths.get(i).seek(parser)) {
                    slots[i] = JsonConverter.convert(parser, text, source.type(), source.name());
                }
            }
        }
    }
}
