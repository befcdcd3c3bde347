// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.skerry.base.cbor.CborCodec;
import org.skerry.base.cbor.MalformedCborException;
import org.skerry.base.loop.ManualLoop;
import org.skerry.peering.internal.directory.Presence;
import org.skerry.peering.internal.world.FakeEnvelopes;
import org.skerry.peering.internal.world.FakeIdentity;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Opened;
import org.skerry.spi.identity.Signal;

class WarmUpTest {

    private final FakeIdentity identity = new FakeIdentity.Keys().create(1, 1);
    private final List<Signal> opened = new ArrayList<>();

    @Test
    void practisesWithWhatTravelsWhenPeersMeetAndThenStops() throws MalformedCborException {
        ManualLoop loop = new ManualLoop();
        new WarmUp(identity, listening()).begin(loop, Runnable::run);
        loop.advance(Duration.ofMinutes(15)); // on a busy machine it gets less done, with longer pauses
        int practised = opened.size();
        loop.advance(Duration.ofMinutes(15));

        Set<Signal.Kind> kinds = new HashSet<>();
        for (Signal signal : opened) {
            kinds.add(signal.kind());
            Presence presence = Presence.from(CborCodec.decodeMap(signal.body(), Presence.limits()));
            assertThat(presence.inbox()).isEqualTo(identity.inbox(0));
        }
        assertThat(kinds).containsExactlyInAnyOrder(Signal.Kind.QUERY, Signal.Kind.PRESENCE);
        assertThat(practised).isBetween(2, 1000);
        assertThat(opened).hasSize(practised);
    }

    private Envelopes listening() {
        FakeEnvelopes real = new FakeEnvelopes(identity);
        return (Envelopes) Proxy.newProxyInstance(
                Envelopes.class.getClassLoader(), new Class<?>[] {Envelopes.class}, (proxy, method, args) -> {
                    try {
                        Object result = method.invoke(real, args);
                        if (result instanceof Opened.Genuine genuine) {
                            opened.add(genuine.signal());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
