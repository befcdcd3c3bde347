// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the metatype says of each number, and what the code enforces, is the same. */
class ConfiguredRangesTest {

    private static final Pattern NUMBER =
            Pattern.compile("@AttributeDefinition\\(([^@]*)\\)\\s+(int|long) (\\w+)\\(\\) default", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile("min = \"(\\d+)\",\\s+max = \"(\\d+)\"", Pattern.DOTALL);

    @Test
    void everyNumberHasTheRangeThatItsMetatypeNames() throws IOException {
        String source = Files.readString(Path.of(
                System.getProperty("basedir", "."),
                "src/main/java/org/skerry/signaling/broadcast/internal/BroadcastConfiguration.java"));
        Matcher number = NUMBER.matcher(source);
        int keys = 0;
        while (number.find()) {
            Matcher range = RANGE.matcher(number.group(1));
            String method = number.group(3);
            assertThat(range.find()).as(method).isTrue();
            check(
                    method,
                    number.group(2).equals("int"),
                    Long.parseLong(range.group(1)),
                    Long.parseLong(range.group(2)));
            keys++;
        }
        assertThat(keys).isEqualTo(2);
    }

    private static void check(String method, boolean isInt, long min, long max) {
        String key = method.replace('_', '.');
        for (long wrong : new long[] {min - 1, max + 1}) {
            assertThatThrownBy(() -> read(method, isInt, wrong)).as(method).hasMessageContaining(": " + key + " ");
        }
        for (long right : new long[] {min, max}) {
            assertThatCode(() -> read(method, isInt, right)).as(method).doesNotThrowAnyException();
        }
    }

    private static void read(String method, boolean isInt, long value) {
        Map<String, Object> set = Map.of(method, isInt ? (Object) (int) value : (Object) value);
        BroadcastLimits limits = BroadcastLimits.of((BroadcastConfiguration) Proxy.newProxyInstance(
                BroadcastConfiguration.class.getClassLoader(),
                new Class<?>[] {BroadcastConfiguration.class},
                (proxy, key, args) -> set.getOrDefault(key.getName(), key.getDefaultValue())));
        assertThat(limits).isNotNull();
    }
}
