// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as Declarative Services would give them: defaults, and what a test sets. */
final class Settings {

    private Settings() {}

    static MulticastSettings of(Map<String, Object> values) {
        return MulticastSettings.of((MulticastConfiguration) Proxy.newProxyInstance(
                Settings.class.getClassLoader(),
                new Class<?>[] {MulticastConfiguration.class},
                (proxy, key, arguments) -> values.getOrDefault(key.getName(), key.getDefaultValue())));
    }

    static MulticastSettings on(int ttl, String... interfaces) {
        return of(Map.of("ttl", ttl, "interfaces", interfaces, "poll_seconds", 1));
    }
}
