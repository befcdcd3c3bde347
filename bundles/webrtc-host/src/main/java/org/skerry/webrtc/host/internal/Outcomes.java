// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsCollectorCallback;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.skerry.webrtc.host.RtcStats;

/** What the library was asked and has not answered; closing fails all of it, as a closed connection may never answer. */
final class Outcomes {

    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** {@return a stage that ends at the latest when this is closed} */
    <T> CompletableFuture<T> one() {
        CompletableFuture<T> future = new CompletableFuture<>();
        open.add(future);
        if (closed) {
            future.completeExceptionally(gone());
        }
        open.removeIf(CompletableFuture::isDone);
        return future;
    }

    void close() {
        closed = true;
        open.forEach(it -> it.completeExceptionally(gone()));
    }

    static IllegalStateException gone() {
        return new IllegalStateException("the connection is closed");
    }

    static CreateSessionDescriptionObserver made(CompletableFuture<RTCSessionDescription> to) {
        return new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                Shims.safely(() -> to.complete(description));
            }

            @Override
            public void onFailure(String error) {
                Shims.safely(() -> to.completeExceptionally(new IllegalArgumentException(error)));
            }
        };
    }

    static <T> SetSessionDescriptionObserver set(CompletableFuture<T> to, T value) {
        return new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                Shims.safely(() -> to.complete(value));
            }

            @Override
            public void onFailure(String error) {
                Shims.safely(() -> to.completeExceptionally(new IllegalArgumentException(error)));
            }
        };
    }

    static RTCStatsCollectorCallback stats(CompletableFuture<RtcStats> to) {
        return report -> Shims.safely(() -> to.complete(Reports.of(report)));
    }
}
