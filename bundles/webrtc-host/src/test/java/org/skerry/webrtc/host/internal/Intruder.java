// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.skerry.webrtc.host.RtcConnection;

/** Opens channels that the host never opens, under its hands. */
final class Intruder {

    private Intruder() {}

    /** Opens channels and tells the other end so, over the connection itself. */
    static List<RTCDataChannel> open(RtcConnection through, int channels) throws Exception {
        return made(through, Collections.nCopies(channels, new RTCDataChannelInit()));
    }

    /** {@return a channel that the other end is not told of} */
    static RTCDataChannel quiet(RtcConnection through) throws Exception {
        RTCDataChannelInit init = new RTCDataChannelInit();
        init.negotiated = true;
        init.id = 7;
        return made(through, List.of(init)).get(0);
    }

    /** On the native thread: where the connection is closed meanwhile, making a channel would kill the process. */
    private static List<RTCDataChannel> made(RtcConnection through, List<RTCDataChannelInit> wanted) throws Exception {
        Executor thread = (Executor) field(through, "thread");
        return End.await(CompletableFuture.supplyAsync(
                () -> {
                    RTCPeerConnection connection = (RTCPeerConnection) field(through, "connection");
                    return wanted.stream()
                            .map(init -> connection.createDataChannel("intruder", init))
                            .toList();
                },
                thread));
    }

    private static Object field(RtcConnection of, String name) {
        try {
            Field field = NativeConnection.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One more reference to what is native about an object. */
    static final class Reference extends RefCountedObject {

        private static final Field HANDLE = handle();

        private Reference() {}

        private static Field handle() {
            try {
                Field handle = NativeObject.class.getDeclaredField("nativeHandle");
                handle.setAccessible(true);
                return handle;
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }

        static Reference to(NativeObject object) throws Exception {
            Reference reference = new Reference();
            HANDLE.setLong(reference, HANDLE.getLong(object));
            reference.retain();
            return reference;
        }

        /** Gives it back. @return whether it was the last one, so that the native object is gone */
        boolean wasLast() throws Exception {
            release();
            return HANDLE.getLong(this) == 0;
        }
    }
}
