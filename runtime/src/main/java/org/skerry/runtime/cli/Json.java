// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** JSON, read leniently: what is absent is empty or zero. */
public final class Json {

    private Json() {}

    /** {@return the object in a line} */
    static JsonObject parse(String line) {
        try (JsonReader reader = jakarta.json.Json.createReader(new StringReader(line))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
        }
    }

    /** {@return an indented document} */
    public static String pretty(JsonValue value) {
        if (!(value instanceof JsonStructure structure)) {
            return String.valueOf(value);
        }
        StringWriter out = new StringWriter();
        try (JsonWriter writer = jakarta.json.Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(out)) {
            writer.write(structure);
        }
        return out.toString().strip();
    }

    /** {@return the text at a key} */
    public static String text(JsonObject object, String key) {
        return object.get(key) instanceof JsonString text ? text.getString() : "";
    }

    /** {@return the whole number at a key} */
    public static long number(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number ? number.longValue() : 0;
    }

    /** {@return the number at a key} */
    public static double decimal(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number ? number.doubleValue() : 0;
    }

    /** {@return the object at a key} */
    public static JsonObject object(JsonObject object, String key) {
        return object.get(key) instanceof JsonObject value ? value : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** {@return the objects in the list at a key} */
    public static List<JsonObject> objects(JsonObject object, String key) {
        return objects(object.get(key));
    }

    /** {@return the objects in a list} */
    public static List<JsonObject> objects(JsonValue value) {
        return value instanceof JsonArray array
                ? array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    /** {@return the texts in the list at a key} */
    public static List<String> texts(JsonObject object, String key) {
        return object.get(key) instanceof JsonArray array
                ? array.stream()
                        .filter(JsonString.class::isInstance)
                        .map(it -> ((JsonString) it).getString())
                        .toList()
                : List.of();
    }
}
