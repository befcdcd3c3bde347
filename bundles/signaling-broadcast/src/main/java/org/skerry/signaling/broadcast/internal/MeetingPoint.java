// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a JVM meet: one immutable map in the system properties, replaced atomically as receivers come and go,
 * and removed by the last. Keys are names, values take an address and a frame; all of them types of the JDK, so that
 * frameworks with class loaders of their own understand each other. May be used by any thread.
 *
 * <p>The system properties are what every class loader shares. The key is a {@code String}, as others iterate over the keys
 * and cast them.
 */
final class MeetingPoint {

    private final String key;

    /** @param group nodes meet those of the same group only */
    MeetingPoint(String group) {
        this.key = "org.skerry.signaling.broadcast/" + group;
    }

    /** The name of the system property under which the map hangs. */
    String key() {
        return key;
    }

    void join(String name, BiConsumer<byte[], byte[]> receiver) {
        change(map -> {
            map.put(name, receiver);
            return map;
        });
    }

    void leave(String name) {
        change(map -> {
            map.remove(name);
            return map;
        });
    }

    /** {@return who is here now, by name} */
    Map<String, BiConsumer<byte[], byte[]>> present() {
        return read(System.getProperties().get(key));
    }

    private void change(UnaryOperator<Map<String, BiConsumer<byte[], byte[]>>> change) {
        // Properties.compute is atomic; it removes the entry when told null.
        System.getProperties().compute(key, (ignored, old) -> {
            Map<String, BiConsumer<byte[], byte[]>> map = change.apply(new HashMap<>(read(old)));
            return map.isEmpty() ? null : Map.copyOf(map);
        });
    }

    @SuppressWarnings("unchecked") // only this class, perhaps loaded more than once, writes under this key
    private static Map<String, BiConsumer<byte[], byte[]>> read(@Nullable Object value) {
        return value instanceof Map ? (Map<String, BiConsumer<byte[], byte[]>>) value : Map.of();
    }
}
