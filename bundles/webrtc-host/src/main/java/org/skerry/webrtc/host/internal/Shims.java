// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

/** Keeps what is thrown out of the library: an exception that leaves a callback ends the process. */
final class Shims {

    private Shims() {}

    /** Runs it, and drops what it throws, errors too. */
    static void safely(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            System.Logger log = System.getLogger("org.skerry.webrtc.host");
            log.log(System.Logger.Level.DEBUG, "a listener of WebRTC threw {0}", e.toString());
        }
    }
}
