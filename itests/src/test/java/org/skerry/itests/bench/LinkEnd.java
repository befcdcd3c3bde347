// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.skerry.api.PeerId;
import org.skerry.spi.transport.CloseReason;
import org.skerry.spi.transport.Lane;
import org.skerry.spi.transport.Link;
import org.skerry.spi.transport.LinkListener;
import org.skerry.spi.transport.Negotiation;
import org.skerry.spi.transport.NegotiationContext;
import org.skerry.spi.transport.Transport;
import org.skerry.testkit.transport.TransportContexts;
import org.skerry.transport.webrtc.internal.WebRtcTransportProvider;
import org.skerry.webrtc.host.WebRtcHost;
import org.skerry.webrtc.host.internal.Activator;

/** The WebRTC transport without a node. Like a session it moves to another link when it hears that one is retiring. */
final class LinkEnd extends MeasuredEnd {

    private static final int WINDOW_BYTES = 1 << 20;
    private static final HexFormat HEX = HexFormat.of();

    private final Transport transport;
    private final Map<String, Negotiation> negotiations = new ConcurrentHashMap<>();
    private final AtomicReference<Link> current = new AtomicReference<>();
    private final AtomicInteger offers = new AtomicInteger();
    private final Semaphore window = new Semaphore(WINDOW_BYTES);
    /** The link that was sent on last; confined to the thread that sends. */
    private Link using;

    private static final int LEAST_MAXIMUM = 16_384;

    private LinkEnd() throws Exception {
        transport = provider(host()).open(TransportContexts.ephemeral("bench"));
    }

    public static void main(String[] arguments) throws Exception {
        new LinkEnd().serve();
    }

    /** The host as its bundle would register it; framework properties are those of the system. */
    @SuppressWarnings("unchecked")
    private static WebRtcHost host() {
        AtomicReference<ServiceFactory<WebRtcHost>> leases = new AtomicReference<>();
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                LinkEnd.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("registerService")) {
                        leases.set((ServiceFactory<WebRtcHost>) arguments[1]);
                    }
                    return method.getName().equals("getProperty") ? System.getProperty((String) arguments[0]) : null;
                });
        new Activator().start(context);
        return leases.get().getService(null, null);
    }

    /**
     * The configuration as the component runtime would give it where there is none, but for the longest message: so two of {@link
     * Endurance#MESSAGE_BYTES} find no room in one of the channel's.
     */
    private static WebRtcTransportProvider provider(WebRtcHost host) throws ReflectiveOperationException {
        var constructor = WebRtcTransportProvider.class.getConstructors()[0];
        Object configuration = Proxy.newProxyInstance(
                LinkEnd.class.getClassLoader(),
                new Class<?>[] {constructor.getParameterTypes()[1]},
                (proxy, method, arguments) ->
                        method.getName().equals("max_message_bytes") ? LEAST_MAXIMUM : method.getDefaultValue());
        return (WebRtcTransportProvider) constructor.newInstance(host, configuration);
    }

    @Override
    void offer() {
        String id = HEX.toHexDigits(System.identityHashCode(this)) + offers.incrementAndGet();
        Wanted wanted = new Wanted(id);
        wanted.made(transport.offer(wanted));
    }

    @Override
    void signal(String what) {
        String[] words = what.split(" ");
        byte[] body = HEX.parseHex(words[1]);
        Negotiation known = negotiations.get(words[0]);
        if (known == null) {
            Wanted wanted = new Wanted(words[0]);
            wanted.made(transport.answer(wanted, body));
        } else {
            known.signal(body);
        }
    }

    @Override
    void send(byte[] message) throws Exception {
        window.acquire(message.length);
        Link now = current.get();
        if (using != null && using != now) {
            using.close(CloseReason.LOCAL);
        }
        using = now;
        now.send(Lane.DATA, ByteBuffer.wrap(message)).whenComplete((done, failure) -> {
            window.release(message.length);
            if (failure != null) {
                failure.printStackTrace();
                System.exit(1);
            }
        });
    }

    /** A link that is wanted, and what hears it then. */
    private final class Wanted implements NegotiationContext, LinkListener {

        private final String id;
        private boolean retiring;

        Wanted(String id) {
            this.id = id;
        }

        void made(Negotiation negotiation) {
            negotiations.put(id, negotiation);
            negotiation.link().whenComplete((link, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                    System.exit(1);
                }
                take(link);
            });
        }

        private void take(Link link) {
            link.start(this);
            link.request(Integer.MAX_VALUE);
            if (current.getAndSet(link) == null) {
                opened();
            }
        }

        @Override
        public byte[] id() {
            return new byte[16];
        }

        @Override
        public PeerId remote() {
            return PeerId.of(new byte[32]);
        }

        @Override
        public void emit(byte[] body) {
            LinkEnd.this.emit(id + " " + HEX.formatHex(body));
        }

        @Override
        public void message(Lane lane, ByteBuffer message) {
            count(message.remaining());
        }

        @Override
        public void retiring(String why) {
            if (!retiring) {
                retiring = true;
                offer();
            }
        }

        @Override
        public void closed(CloseReason reason, String detail) {
            negotiations.remove(id);
        }
    }
}
