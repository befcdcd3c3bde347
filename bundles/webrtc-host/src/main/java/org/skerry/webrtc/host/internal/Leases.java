// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.skerry.webrtc.host.WebRtcHost;

/** Gives each using bundle a lease, and ends it when the bundle lets go or stops, even if it failed to close what it opened. */
final class Leases implements ServiceFactory<WebRtcHost> {

    private final Factories factories;

    Leases(Factories factories) {
        this.factories = factories;
    }

    @Override
    public WebRtcHost getService(Bundle bundle, ServiceRegistration<WebRtcHost> registration) {
        return new Lease(factories);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<WebRtcHost> registration, WebRtcHost service) {
        ((Lease) service).end();
    }
}
