// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as the component runtime makes them: some values, and the defaults of the annotation for the rest. */
final class Configured {

    private Configured() {}

    static WebRtcConfiguration with(Map<String, Object> values) {
        return (WebRtcConfiguration) Proxy.newProxyInstance(
                WebRtcConfiguration.class.getClassLoader(),
                new Class<?>[] {WebRtcConfiguration.class},
                (proxy, method, arguments) -> {
                    Object value = values.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue());
                    if (value instanceof RuntimeException) {
                        throw (RuntimeException) value;
                    }
                    return value;
                });
    }

    static WebRtcSettings settings(Map<String, Object> values) {
        return WebRtcSettings.of(with(values));
    }
}
