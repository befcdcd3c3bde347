// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.skerry.exchange.internal.flow.ExchangeSettings;

/** A configuration as ConfigAdmin gives it: defaults, and what a test changes. Keys are names of methods. */
final class Configured {

    static final ExchangeSettings DEFAULT = settings(Map.of());

    private Configured() {}

    static ExchangeConfiguration with(Map<String, Object> changed) {
        return (ExchangeConfiguration) Proxy.newProxyInstance(
                ExchangeConfiguration.class.getClassLoader(),
                new Class<?>[] {ExchangeConfiguration.class},
                (self, method, args) -> changed.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static ExchangeSettings settings(Map<String, Object> changed) {
        return ExchangeComponent.settings(with(changed));
    }
}
