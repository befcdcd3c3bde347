// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.skerry.webrtc.host.WebRtcHost;

/** Offers the host as a service. It needs nothing but the framework, so that nothing ever refreshes it. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private @Nullable Factories factories;

    @Override
    public void start(BundleContext context) {
        HostSettings settings = HostSettings.of(context::getProperty);
        Factories made = new Factories(settings, new NativeThread(), new Library());
        factories = made;
        context.registerService(WebRtcHost.class, new Leases(made), null);
    }

    @Override
    public void stop(BundleContext context) {
        if (factories != null) {
            factories.close();
        }
    }
}
