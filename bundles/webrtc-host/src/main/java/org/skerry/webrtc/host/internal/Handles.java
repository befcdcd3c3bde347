// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;

/**
 * Gives native references back. {@code RTCPeerConnection.close()} of webrtc-java 0.14.0 forgets the native object without
 * releasing the reference that it held, some 150 KiB a pair; the reference count of the object itself is within reach of any
 * {@link RefCountedObject}.
 */
final class Handles {

    private static final Field HANDLE = field();

    private Handles() {}

    private static Field field() {
        try {
            Field handle = NativeObject.class.getDeclaredField("nativeHandle");
            handle.setAccessible(true);
            return handle;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("webrtc-java is of another version than 0.14.0", e);
        }
    }

    /** Closes a connection, and releases what it held. */
    static void closeAndRelease(RTCPeerConnection connection) {
        try {
            long handle = HANDLE.getLong(connection);
            connection.close();
            release(handle);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives back the reference that came with a channel of the other end, and makes the channel useless. {@code dispose()} is
     * only for the last reference: of two, which there are while the library hands a channel over, it gives one back and throws.
     */
    static void release(RTCDataChannel channel) {
        try {
            long handle = HANDLE.getLong(channel);
            HANDLE.setLong(channel, 0);
            release(handle);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void release(long handle) throws IllegalAccessException {
        if (handle != 0) {
            Reference reference = new Reference();
            HANDLE.setLong(reference, handle);
            reference.release();
        }
    }

    private static final class Reference extends RefCountedObject {}
}
