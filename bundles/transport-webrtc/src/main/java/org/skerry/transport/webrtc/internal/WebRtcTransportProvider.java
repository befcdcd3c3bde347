// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.admin.Drainable;
import org.skerry.spi.transport.Transport;
import org.skerry.spi.transport.TransportContext;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.webrtc.host.WebRtcHost;

/**
 * Offers the WebRTC transport as a service. A changed configuration makes a new one. The host is one of the few references that
 * are static and mandatory: it is never swapped. Thread-safe.
 */
@Component(
        service = {TransportProvider.class, Drainable.class},
        name = WebRtcSettings.PID,
        configurationPid = WebRtcSettings.PID,
        property = TransportProvider.NAME + "=webrtc")
@Designate(ocd = WebRtcConfiguration.class)
public final class WebRtcTransportProvider implements TransportProvider, Drainable {

    private static final int LOAD_SECONDS = 10;

    private final WebRtcHost host;
    private final WebRtcSettings settings;
    private volatile Optional<String> obstacle;
    private final Set<WebRtcTransport> open = ConcurrentHashMap.newKeySet();
    private volatile boolean retired;

    /**
     * Has the native library loaded, which takes some tenths of a second the first time.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    @Activate
    public WebRtcTransportProvider(@Reference WebRtcHost host, WebRtcConfiguration configuration) {
        this(host, WebRtcSettings.of(configuration));
    }

    WebRtcTransportProvider(WebRtcHost host, WebRtcSettings settings) {
        this.host = host;
        this.settings = settings;
        this.obstacle = obstacle(host);
    }

    private static Optional<String> obstacle(WebRtcHost host) {
        try {
            return host.obstacle().toCompletableFuture().get(LOAD_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Optional.of("the WebRTC library has not been loaded within " + LOAD_SECONDS + " s");
        } catch (ExecutionException e) {
            return Optional.of("the WebRTC library cannot be loaded: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while the WebRTC library was loaded");
        }
    }

    @Override
    public Transport open(TransportContext context) throws IOException {
        Optional<String> known = obstacle;
        if (known.isPresent()) {
            // someone may have done something about it by the time this is called again
            host.obstacle().thenAccept(now -> obstacle = now);
            throw new IOException(known.get());
        }
        WebRtcTransport transport = WebRtcTransport.open(settings, host, context, open::remove);
        open.add(transport);
        if (retired) {
            transport.close();
        }
        return transport;
    }

    @Override
    public CompletionStage<Void> drain() {
        return CompletableFuture.allOf(open.stream().map(WebRtcTransport::drain).toArray(CompletableFuture<?>[]::new));
    }

    @Deactivate
    void deactivate() {
        retired = true;
        open.forEach(Transport::close);
    }
}
