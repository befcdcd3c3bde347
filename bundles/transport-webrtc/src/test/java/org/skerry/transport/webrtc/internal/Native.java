// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.skerry.webrtc.host.WebRtcHost;
import org.skerry.webrtc.host.internal.Activator;

/** The host of the native library without a framework; one for a process, as in a node, and a lease for each who asks. */
final class Native {

    private static final ServiceFactory<WebRtcHost> LEASES = start(Map.of("skerry.webrtc.factories", "1"));

    private Native() {}

    static WebRtcHost lease() {
        return LEASES.getService(null, null);
    }

    /** {@return a lease of another host, with properties of its own} */
    static WebRtcHost lease(Map<String, String> properties) {
        return start(properties).getService(null, null);
    }

    @SuppressWarnings("unchecked")
    private static ServiceFactory<WebRtcHost> start(Map<String, String> properties) {
        AtomicReference<ServiceFactory<WebRtcHost>> registered = new AtomicReference<>();
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                Native.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("registerService")) {
                        registered.set((ServiceFactory<WebRtcHost>) arguments[1]);
                    }
                    return method.getName().equals("getProperty")
                            ? System.getProperty((String) arguments[0], properties.get(arguments[0]))
                            : null;
                });
        new Activator().start(context);
        return registered.get();
    }
}
