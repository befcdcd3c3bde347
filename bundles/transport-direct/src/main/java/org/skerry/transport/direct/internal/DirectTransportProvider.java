// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.admin.Drainable;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportContext;
import org.skerry.spi.transport.TransportProvider;

/** Offers the direct transport as a service. A changed configuration makes a new one. Thread-safe. */
@Component(
        service = {TransportProvider.class, Drainable.class},
        name = DirectSettings.PID,
        configurationPid = DirectSettings.PID,
        property = TransportProvider.NAME + "=direct")
@Designate(ocd = DirectConfiguration.class)
public final class DirectTransportProvider implements TransportProvider, Drainable {

    private final DirectSettings settings;
    private final Set<DirectTransport> open = ConcurrentHashMap.newKeySet();
    private volatile boolean retired;

    /** @throws IllegalArgumentException if a value is wrong; the message names the key */
    @Activate
    public DirectTransportProvider(DirectConfiguration configuration) {
        this(DirectSettings.of(configuration));
    }

    DirectTransportProvider(DirectSettings settings) {
        this.settings = settings;
    }

    @Override
    public Transport open(TransportContext context) throws IOException {
        DirectTransport transport = DirectTransport.open(settings, context, open::remove);
        open.add(transport);
        if (retired) {
            transport.close();
        }
        return transport;
    }

    @Override
    public CompletionStage<Void> drain() {
        return CompletableFuture.allOf(open.stream().map(DirectTransport::drain).toArray(CompletableFuture<?>[]::new));
    }

    @Deactivate
    void deactivate() {
        retired = true;
        open.forEach(Transport::close);
    }
}
