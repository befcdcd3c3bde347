// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCPeerConnection;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.skerry.webrtc.host.RtcConnection;

/** Opens channels over the connection itself, as no host does, but any peer can. */
final class Intruder {

    private Intruder() {}

    /** On the native thread: where the connection is closed meanwhile, making a channel would kill the process. */
    static List<RTCDataChannel> open(RtcConnection through, int channels) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> {
                            RTCPeerConnection connection = (RTCPeerConnection) field(through, "connection");
                            return Collections.nCopies(channels, new RTCDataChannelInit()).stream()
                                    .map(init -> connection.createDataChannel("intruder", init))
                                    .toList();
                        },
                        (Executor) field(through, "thread"))
                .get(10, TimeUnit.SECONDS);
    }

    private static Object field(RtcConnection of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
